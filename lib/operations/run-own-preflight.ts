import "#server-only";
import { getConfig } from "#lib/platform/config/get-config.ts";
import { issueReviewerCode } from "#lib/sandbox/issue-reviewer-code.ts";
import { withdrawReviewerCode } from "#lib/sandbox/withdraw-reviewer-code.ts";
import { compareInventory } from "./internal/inventory/compare-inventory.ts";
import type { Reviewer } from "./internal/preflight/visit.ts";
import { runPreflight } from "./run-preflight.ts";
import type { PointResult, PreflightReport } from "./schema.ts";
import { insertPreflight } from "./store.ts";

type OwnPreflightOptions = {
  /** Whether tools that change something are run too. */
  runsEveryTool: boolean;
  /** Who stands in where there is no account for reviewers: somebody of the sample. */
  sampleEmail: string;
  onPoint?: (point: PointResult) => void;
};

/**
 * The pre-flight of the server this configuration is of, with what only its own machine knows, kept for the operator's
 * page. The reviewer's account signs in by a code of this run alone, which is taken back; nobody else is signed out.
 */
export async function runOwnPreflight(options: OwnPreflightOptions): Promise<PreflightReport> {
  const { publicUrl, isLocal, sample, sandbox } = getConfig();
  const { sampleEmail, ...rest } = options;
  const run = (reviewer: Reviewer | null) =>
    runPreflight({ url: publicUrl, reviewer, inside: { compareInventory }, ...rest });
  const report = sandbox.isOn
    ? await withCode(run)
    : await run(isLocal && sample ? { email: sampleEmail, code: null } : null);
  await insertPreflight(new Date(report.startedAt), report);
  return report;
}

async function withCode<Result>(run: (reviewer: Reviewer) => Promise<Result>): Promise<Result> {
  const { id, address, code } = await issueReviewerCode({ days: 1, issuedBy: "preflight" });
  try {
    return await run({ email: address, code });
  } finally {
    await withdrawReviewerCode(id);
  }
}
