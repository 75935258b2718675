import "#server-only";
import { operatorVerb } from "#lib/operators/operator-verb.ts";
import { NothingInput } from "#lib/operators/schema.ts";
import { PREFLIGHT_TURN, readProgress } from "./internal/preflight/progress.ts";
import { type PointResult, type PreflightReport, PreflightReportSchema } from "./schema.ts";
import { findRuns, findTurnOfJob } from "./store.ts";

export type Preflight = {
  /** The kept runs that this release can read, the newest first. */
  runs: PreflightReport[];
  /** The run under way, on any instance; its points as far as this one knows them. */
  current: { since: Date; points: readonly PointResult[] } | null;
};

/** The last runs of this server's pre-flight, and the one under way. */
export const getPreflight = operatorVerb({
  action: "preflight.view",
  input: NothingInput,
  target: () => "",
  async run(): Promise<Preflight> {
    const since = await findTurnOfJob(PREFLIGHT_TURN);
    const runs = (await findRuns()).flatMap((report) => PreflightReportSchema.safeParse(report).data ?? []);
    return { runs, current: since && { since, points: readProgress() } };
  },
});
