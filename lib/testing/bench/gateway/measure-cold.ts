import { callOnce } from "./measure.ts";
import type { BenchGateway } from "./prepare-gateway.ts";
import { quantile } from "./summarise.ts";

const ORGANISATIONS = 20;

/**
 * What the first call of an organisation takes (its instance's session is opened, its rows are read for the first time)
 * beside its second, in ms: medians over new organisations.
 */
export async function measureCold(
  { connect }: Pick<BenchGateway, "connect">,
  upstreamUrl: string,
): Promise<{ coldMs: number; warmMs: number }> {
  const cold: number[] = [];
  const warm: number[] = [];
  for (let count = 0; count < ORGANISATIONS; count++) {
    const target = await connect(upstreamUrl);
    for (const times of [cold, warm]) {
      const startedAt = performance.now();
      await callOnce(target);
      times.push(performance.now() - startedAt);
    }
  }
  const median = (times: number[]) =>
    quantile(
      times.sort((a, b) => a - b),
      0.5,
    );
  return { coldMs: median(cold), warmMs: median(warm) };
}
