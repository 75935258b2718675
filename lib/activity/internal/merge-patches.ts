import "#server-only";
import type { Agent } from "../schema.ts";
import { STAGES } from "../terms.ts";
import type { QueuedEvent } from "./event-queue.ts";

/** What one batch says of one attempt; ages are seconds back from now, by the clock that will be the database's. */
export type AttemptPatch = {
  id: string;
  number: string | null;
  begins: boolean;
  first_age: number;
  last_age: number;
  /** -1 and 0 where nothing passed. */
  passed: number;
  passed_age: number;
  failed: number | null;
  failed_age: number | null;
  reason: string | null;
  client_id: string | null;
  client_name: string | null;
  redirect_host: string | null;
  resource: string | null;
  family: string;
  agents: readonly Agent[];
  network: string;
  person_id: string | null;
  tenant_id: string | null;
  grant_id: string | null;
};
export type ResolvedEvent = QueuedEvent & { attemptId: string | null };

/** Programs of one maker that take turns in one attempt. */
const FAMILIES: Readonly<Record<string, readonly Agent[]>> = {
  claude: ["python-httpx", "claude-user"],
  "claude-code": ["claude-code", "bun"],
  codex: ["codex"],
  chatgpt: ["chatgpt"],
  cursor: ["cursor"],
};

const TOKEN_STAGE = STAGES.indexOf("S8");

export const stageIndex = (event: QueuedEvent): number => STAGES.indexOf(event.stage);
export const ageOf = ({ seenAt }: QueuedEvent, now: number): number => Math.max(0, now - seenAt) / 1000;

/** One patch an attempt, in the order of ids, so that two instances never wait for each other's rows. */
export function mergePatches(events: readonly ResolvedEvent[], now: number): AttemptPatch[] {
  const patches = new Map<string, AttemptPatch>();
  for (const event of events) {
    if (event.attemptId === null) continue;
    const age = ageOf(event, now);
    const patch = patches.get(event.attemptId) ?? newPatch(event.attemptId, event, age);
    patches.set(event.attemptId, addEvent(patch, event, age));
  }
  return [...patches.values()].toSorted((one, other) => (one.id < other.id ? -1 : 1));
}

function newPatch(id: string, event: QueuedEvent, age: number): AttemptPatch {
  return {
    id,
    number: event.attempt?.number ?? null,
    begins: false,
    first_age: age,
    last_age: age,
    passed: -1,
    passed_age: 0,
    failed: null,
    failed_age: null,
    reason: null,
    client_id: null,
    client_name: null,
    redirect_host: null,
    resource: null,
    family: "other",
    agents: [],
    network: event.from.network,
    person_id: null,
    tenant_id: null,
    grant_id: null,
  };
}

function addEvent(patch: AttemptPatch, event: QueuedEvent, age: number): AttemptPatch {
  const merged: AttemptPatch = {
    ...patch,
    ...addOutcome(patch, event, age),
    number: patch.number ?? event.attempt?.number ?? null,
    begins: patch.begins || event.begins === true,
    last_age: Math.min(patch.last_age, age),
    client_id: event.clientId ?? patch.client_id,
    client_name: event.clientName ?? patch.client_name,
    redirect_host: event.redirectHost ?? patch.redirect_host,
    resource: event.resource ?? patch.resource,
    person_id: event.personId ?? patch.person_id,
    tenant_id: event.tenantId ?? patch.tenant_id,
    grant_id: event.grantId ?? patch.grant_id,
  };
  const family = findFamily(merged);
  return { ...merged, family, agents: FAMILIES[family] ?? [] };
}

function addOutcome(patch: AttemptPatch, event: QueuedEvent, age: number): Partial<AttemptPatch> {
  const stage = stageIndex(event);
  if (event.outcome === "failed") {
    const isLate = stage < TOKEN_STAGE && stage <= patch.passed;
    return isLate ? {} : { failed: stage, failed_age: age, reason: event.reason ?? null };
  }
  if (event.outcome === "seen" || stage < patch.passed) return {};
  const isOvercome = patch.failed !== null && stage >= patch.failed;
  return {
    passed: stage,
    passed_age: age,
    ...(isOvercome ? { failed: null, failed_age: null, reason: null } : {}),
  };
}

function findFamily({ client_id: clientId, redirect_host: host }: AttemptPatch): string {
  if (clientId === "https://claude.ai/oauth/claude-code-client-metadata") return "claude-code";
  if (host !== null && /^claude\.(?:ai|com)$/.test(host)) return "claude";
  if (host !== null && /^chatgpt\.com$/.test(host)) return "chatgpt";
  if (clientId === "https://chatgpt.com/oauth/codex/client.json") return "codex";
  return host === "cursor:" ? "cursor" : "other";
}
