import "#server-only";
import { type PreflightReport, PreflightReportSchema } from "./schema.ts";
import { findRuns } from "./store.ts";

/**
 * The newest run of this server's pre-flight that this release can read, in our own words alone: what a run saw is the
 * operators'. Null before the first.
 */
export async function findLastPreflight(): Promise<PreflightReport | null> {
  const last = findReadable(await findRuns());
  if (last === null) return null;
  const points = last.points.map(({ checks, ...point }) => ({
    ...point,
    checks: checks.map(({ saw: _saw, ...check }) => check),
  }));
  return { ...last, points };
}

/** Everybody may ask, so no more runs are taken apart than it needs. */
function findReadable(runs: readonly unknown[]): PreflightReport | null {
  for (const run of runs) {
    const { data } = PreflightReportSchema.safeParse(run);
    if (data) return data;
  }
  return null;
}
