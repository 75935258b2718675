/** How often workers get through their work a second: each does one thing after another until the time is up. */
export async function countPerSecond(
  seconds: number,
  workers: readonly (() => Promise<void>)[],
): Promise<number> {
  const startedAt = performance.now();
  const end = startedAt + seconds * 1_000;
  const counts = await Promise.all(
    workers.map(async (work) => {
      let count = 0;
      for (; performance.now() < end; count++) await work();
      return count;
    }),
  );
  const total = counts.reduce((sum, count) => sum + count, 0);
  return total / ((performance.now() - startedAt) / 1_000);
}
