import "#server-only";
import { z } from "zod";
import { can } from "#lib/kernel/permissions.ts";
import { query } from "#lib/verbs/query.ts";
import { countByHour } from "./internal/browsing/store.ts";
import { countLiveGrants, findSteps, type Steps } from "./internal/overview/store.ts";
import { countOwnCauses } from "./internal/reading/store.ts";
import type { CallResult } from "./schema.ts";

const DAY_MS = 86_400_000;
const DAY_SECONDS = 86_400;

export type Overview = {
  steps: Steps;
  liveConnections: number;
  /** Of the last seven days; absent for those who see their own calls alone. */
  calls: Partial<Record<CallResult, number>> | null;
  /** Attempts of the last day that neither connected nor go on; absent without the right to see them. */
  failedAttempts: number | null;
};

/** The numbers of the overview, and how far a new organisation has come; one's own where one sees no others'. */
export const getOverview = query({
  action: "overview.get",
  permission: "tenant:read",
  input: z.strictObject({}),
  async run({ tx, actor }): Promise<Overview> {
    const { tenantId, personId, role } = actor;
    const now = Date.now();
    const seesAll = can(role, "activity:read-all");
    const seesConnections = can(role, "connection:read-all");
    const seesAttempts = can(role, "attempt:read");
    const week = { from: new Date(now - 7 * DAY_MS), to: new Date(now), seconds: DAY_SECONDS };
    const steps = await findSteps(tx, actor, !seesAll);
    const liveConnections = await countLiveGrants(tx, tenantId, seesConnections ? null : personId);
    const counts = seesAll ? await countByHour(tx, tenantId, week) : null;
    const causes = seesAttempts ? await countOwnCauses(tx, new Date(now - DAY_MS)) : null;
    return {
      steps,
      liveConnections,
      calls: counts && sumByResult(counts),
      failedAttempts: causes && sumFailed(causes),
    };
  },
});

function sumByResult(
  counts: readonly { result: CallResult; calls: number }[],
): NonNullable<Overview["calls"]> {
  const sums: NonNullable<Overview["calls"]> = {};
  for (const { result, calls } of counts) sums[result] = (sums[result] ?? 0) + calls;
  return sums;
}

function sumFailed(causes: readonly { cause: string; attempts: number }[]): number {
  const failed = causes.filter(({ cause }) => cause !== "connected" && cause !== "going");
  return failed.reduce((sum, { attempts }) => sum + attempts, 0);
}
