import "#server-only";
import { type PreflightReport, PreflightReportSchema } from "./schema.ts";
import { findRuns } from "./store.ts";

/**
 * The newest run of this server's pre-flight that this release can read, in our own words alone: what a run saw is the
 * operators'. Null before the first.
 */
export async function findLastPreflight(): Promise<PreflightReport | null> {
  const last = (await findRuns())
    .map((run) => PreflightReportSchema.safeParse(run))
    .find((run) => run.success)?.data;
  if (!last) return null;
  const points = last.points.map(({ checks, ...point }) => ({
    ...point,
    checks: checks.map(({ saw: _saw, ...check }) => check),
  }));
  return { ...last, points };
}
