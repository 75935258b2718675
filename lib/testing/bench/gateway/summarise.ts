type Measured = { [name: string]: number | Measured };
type Spread = { [name: string]: number | Spread };

/** The value below which that share of sorted values lies. */
export function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** The median of every figure over the rounds by its name, and beside them the least and the greatest. */
export function spread(rounds: readonly Measured[]): { [name: string]: number | Spread } {
  return { ...pick(rounds, 0.5), min: pick(rounds, 0), max: pick(rounds, 1) };
}

function pick(rounds: readonly Measured[], share: number): Spread {
  const names = Object.keys(rounds[0] ?? {});
  return Object.fromEntries(
    names.map((name) => {
      const values = rounds.map((round) => round[name] ?? Number.NaN);
      const nested = values.filter((value) => typeof value === "object");
      if (nested.length > 0) return [name, pick(nested, share)];
      const sorted = values.filter((value) => typeof value === "number").sort((a, b) => a - b);
      return [name, Math.round(quantile(sorted, share) * 10_000) / 10_000];
    }),
  );
}
