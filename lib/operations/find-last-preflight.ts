import "#server-only";
import { type PreflightReport, PreflightReportSchema } from "./schema.ts";
import { findLastRun } from "./store.ts";

/** The newest run of this server's pre-flight; null before the first, and for one another release wrote differently. */
export async function findLastPreflight(): Promise<PreflightReport | null> {
  return PreflightReportSchema.safeParse(await findLastRun()).data ?? null;
}
