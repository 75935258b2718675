import "#server-only";
import { judgeAttempt } from "../../policy.ts";
import {
  type Agent,
  AGENTS,
  type AttemptEvent,
  type AttemptSummary,
  type Fact,
  FACTS,
  OUTCOMES,
  type ReasonCode,
  REASONS,
} from "../../schema.ts";
import { type Stage, STAGES } from "../../terms.ts";
import type { AttemptRow, EventRow } from "./store.ts";

/** A word of an older or newer version is read as its list's last resort, never shown as it stands. */
const oneOf = <Word extends string>(list: readonly Word[], value: string | null, fallback: Word): Word =>
  list.find((word) => word === value) ?? fallback;
export const toStage = (index: number): Stage => STAGES[index] ?? "S0";
export const toReason = (value: string | null): ReasonCode | null =>
  value === null ? null : oneOf(REASONS, value, "request_incomplete");

export function toSummary(row: AttemptRow): AttemptSummary {
  const furthest = toStage(row.furthest);
  const failedStage = row.failedStage === null ? null : toStage(row.failedStage);
  const reason = failedStage ? (toReason(row.reason) ?? "request_incomplete") : null;
  return {
    id: row.id,
    number: row.number,
    startedAt: row.startedAt,
    furthest,
    failedStage,
    tookSeconds: Math.max(0, row.tookSeconds),
    quietSeconds: row.quietSeconds,
    clientId: row.clientId,
    clientName: row.clientName,
    redirectHost: row.redirectHost,
    resource: row.resource,
    personId: row.personId,
    tenantId: row.tenantId,
    grantId: row.grantId,
    reference: row.reference,
    verdict: judgeAttempt({ furthest, failedStage, reason, quietSeconds: row.quietSeconds }),
  };
}

export function toEvent(row: EventRow): AttemptEvent {
  return {
    at: row.at,
    link: row.link === "exact" ? "exact" : "probable",
    stage: toStage(row.stage),
    outcome: oneOf(OUTCOMES, row.outcome, "seen"),
    reason: toReason(row.reason),
    agent: oneOf<Agent>(AGENTS, row.agent, "other"),
    product: row.product,
    network: row.network,
    status: row.status,
    ms: row.ms,
    facts: row.facts.filter((fact): fact is Fact => (FACTS as readonly string[]).includes(fact)),
  };
}
