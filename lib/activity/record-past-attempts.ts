import "#server-only";
import type { GrantId, PersonId, TenantId } from "#lib/kernel/ids.ts";
import { insertPastAttempt } from "./internal/past/store.ts";
import { makeAttemptKey } from "./make-attempt-key.ts";
import type { Agent, ReasonCode } from "./schema.ts";
import { type Stage, STAGES } from "./terms.ts";

/** A run of Connect that nobody made: one of the sandbox's history. */
export type PastAttempt = {
  /** Says which it is; the same is written once. */
  name: string;
  startedAt: Date;
  furthest: Stage;
  failed?: { stage: Stage; reason: ReasonCode };
  clientId: string;
  clientName: string;
  redirectHost: string;
  resource: string;
  /** Which family of programs the app is of: "claude" or "other". */
  family: string;
  agent: Agent;
  network: string;
  personId: PersonId | null;
  tenantId: TenantId;
  grantId: GrantId | null;
};

/** How long each stage took, in seconds after the start. */
const SECONDS = [0, 1, 1, 2, 3, 4, 40, 41, 42, 43, 44, 95, 3_700] as const;

/** Writes down runs of Connect of an earlier time with their timelines, each once. Answers how many were new. */
export async function recordPastAttempts(attempts: readonly PastAttempt[]): Promise<number> {
  let count = 0;
  for (const attempt of attempts) if (await insertPastAttempt(toRows(attempt))) count += 1;
  return count;
}

function toRows({ name, failed, furthest, ...attempt }: PastAttempt) {
  const { id, number } = makeAttemptKey(`past ${attempt.tenantId} ${name}`);
  const at = (stage: number) => new Date(attempt.startedAt.getTime() + (SECONDS[stage] ?? 0) * 1000);
  const last = STAGES.indexOf(furthest);
  const failedStage = failed ? STAGES.indexOf(failed.stage) : null;
  const passed = Array.from({ length: last + 1 }, (_, stage) => ({
    stage,
    outcome: "passed",
    at: at(stage),
    reason: null,
  }));
  const events = failed
    ? [
        ...passed,
        { stage: failedStage ?? 0, outcome: "failed", at: at(failedStage ?? 0), reason: failed.reason },
      ]
    : passed;
  const row = {
    id,
    number,
    ...attempt,
    furthest: last,
    furthestAt: at(last),
    failedStage,
    failedAt: failedStage === null ? null : at(failedStage),
    lastAt: at(Math.max(last, failedStage ?? 0)),
    reason: failed?.reason ?? null,
  };
  return { row, events };
}
