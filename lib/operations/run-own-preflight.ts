import "#server-only";
import { DomainError } from "#lib/kernel/errors.ts";
import { getConfig } from "#lib/platform/config/get-config.ts";
import { issueReviewerCode } from "#lib/sandbox/issue-reviewer-code.ts";
import { withdrawReviewerCode } from "#lib/sandbox/withdraw-reviewer-code.ts";
import { compareInventory } from "./internal/inventory/compare-inventory.ts";
import { beginProgress, endProgress, PREFLIGHT_TURN } from "./internal/preflight/progress.ts";
import type { Reviewer } from "./internal/preflight/visit.ts";
import { runPreflight } from "./run-preflight.ts";
import { SAMPLE_PEOPLE } from "./sample-people.ts";
import type { PreflightReport } from "./schema.ts";
import { inTurnOfJob, insertPreflight } from "./store.ts";

type OwnPreflightOptions = {
  /** Whether tools that change something are run too. */
  runsEveryTool: boolean;
  /** Told when nobody else is at it, there is somebody to sign in as, and the run begins. */
  onStart?: () => void;
};

/**
 * The pre-flight of the server this configuration is of, with what only its own machine knows, kept for the operators'
 * page. The reviewer's account signs in by a code of this run alone, which is taken back; nobody else is signed out. One at
 * a time, on whichever instance and from whichever door: throws `conflict` while another is under way.
 */
export async function runOwnPreflight({
  runsEveryTool,
  onStart,
}: OwnPreflightOptions): Promise<PreflightReport> {
  let report: PreflightReport | undefined;
  await inTurnOfJob(PREFLIGHT_TURN, async () => {
    report = await asReviewer(async (reviewer) => {
      const onPoint = beginProgress();
      onStart?.();
      const inside = { compareInventory };
      return await runPreflight({ url: getConfig().publicUrl, reviewer, inside, runsEveryTool, onPoint });
    }).finally(endProgress);
    await insertPreflight(new Date(report.startedAt), report);
  });
  if (report) return report;
  throw new DomainError(
    "conflict",
    "A pre-flight of this server is under way. Wait for its end, then run it again.",
  );
}

/** As the reviewer or, on the own computer without a sandbox, as somebody of the sample. */
async function asReviewer(
  run: (reviewer: Reviewer | null) => Promise<PreflightReport>,
): Promise<PreflightReport> {
  const { isLocal, sample, sandbox } = getConfig();
  if (!sandbox.isOn)
    return await run(isLocal && sample ? { email: SAMPLE_PEOPLE[0].email, code: null } : null);
  const { id, address, code } = await issueReviewerCode({ days: 1, issuedBy: "preflight" });
  try {
    return await run({ email: address, code });
  } finally {
    await withdrawReviewerCode(id);
  }
}
