import "#server-only";
import { isRecorded } from "#lib/activity/is-recorded.ts";
import { readRequestFacts } from "#lib/activity/read-request-facts.ts";
import { recordEvent, type RecordedEvent } from "#lib/activity/record-event.ts";
import type { Fact, Outcome, ReasonCode } from "#lib/activity/schema.ts";
import type { Stage } from "#lib/activity/terms.ts";
import type { ClientActor } from "#lib/kernel/actor.ts";
import { isObject, parseJson } from "#lib/kernel/json.ts";
import { getConfig } from "#lib/platform/config/get-config.ts";
import { sha256Hex } from "#lib/platform/crypto/hash-secret.ts";
import { currentPeerAddress } from "#lib/platform/limits/peer-address.ts";
import { type McpRequest, type McpResponse, readHeader } from "./http.ts";
import { CODE } from "./protocol.ts";

type Method = "initialize" | "server/discover" | "tools/list" | "tools/call";
const STAGES: Readonly<Record<Method, Stage>> = {
  initialize: "S9",
  "server/discover": "S9",
  "tools/list": "S10",
  "tools/call": "S11",
};
/** An answer longer than this is a result. */
const ERROR_LENGTH_MAX = 16_384;

/** Tells the connection recorder of a request without a token, or with one that gives nothing here. */
export function recordRefusal(
  request: McpRequest,
  address: string | null,
  reason: "missing" | "invalid",
): void {
  const token = /^Bearer +(tcat_\S{1,100}) *$/i.exec(readHeader(request, "authorization") ?? "")?.[1];
  recordEvent({
    ...(reason === "missing"
      ? { stage: "S1", outcome: "passed" }
      : { stage: "S9", outcome: "failed", reason: "token_refused" }),
    presented: token === undefined ? undefined : { kind: "access", hash: sha256Hex(token) },
    resource: `${getConfig().publicUrl}/api/mcp${address === null ? "" : `/${address.slice(0, 63)}`}`,
    status: 401,
    from: factsOf(request),
  });
}

type Use = {
  request: McpRequest;
  actor: ClientActor;
  method: string | null;
  /** Its header and its body named different revisions, and it was served. */
  isMixed: boolean;
  answer: McpResponse;
  at: number;
};

/** And of the first times a connection does what it is for; whatever this process has said before costs nothing. */
export function recordUse({ request, actor, method, isMixed, answer, at }: Use): void {
  // Whoever comes with a key has nothing to connect.
  if (actor.presented !== undefined) return;
  const isStage = method !== null && Object.hasOwn(STAGES, method);
  const stage = isStage ? STAGES[method as Method] : "S9";
  if (isMixed && !isRecorded(actor.grantId, stage, "seen")) {
    const { grantId } = actor;
    recordEvent({ stage, outcome: "seen", reason: "header_mismatch", grantId, from: factsOf(request) });
  }
  if (!isStage && answer.status < 400) return;
  if (isStage && isRecorded(actor.grantId, stage, "passed")) return;
  const { outcome, reason } = judge(stage, answer);
  if (isRecorded(actor.grantId, stage, outcome)) return;
  recordEvent({
    stage,
    outcome,
    reason,
    grantId: actor.grantId,
    facts: isStage ? [method as Fact] : [],
    status: answer.status,
    ms: Math.round(performance.now() - at),
    from: factsOf(request),
  });
}

const REASONS: Partial<Record<Stage, ReasonCode>> = { S10: "tools_failed", S11: "call_failed" };

/** A JSON-RPC error or a tool error is a failure whatever the status says. */
function judge(stage: Stage, { status, body }: McpResponse): { outcome: Outcome; reason?: ReasonCode } {
  if (status === 405) return { outcome: "seen", reason: "method_not_offered" };
  if (status === 403 && stage === "S9") return { outcome: "failed", reason: "origin_refused" };
  const code = findErrorCode(body);
  if (status < 400 && code === null) return { outcome: "passed" };
  if (status >= 500) return { outcome: "failed", reason: "server_fault" };
  if (code === CODE.headerMismatch) return { outcome: "failed", reason: "header_mismatch" };
  if (code === CODE.unsupportedVersion) return { outcome: "failed", reason: "protocol_unsupported" };
  return { outcome: "failed", reason: REASONS[stage] ?? "message_refused" };
}

/** The error's code, 0 for a tool error, null for a result (or an answer still being written). */
function findErrorCode(body: McpResponse["body"]): number | null {
  if (typeof body !== "string" || body.length > ERROR_LENGTH_MAX) return null;
  const message = parseJson(body)?.value;
  if (!isObject(message)) return null;
  if (isObject(message["error"])) return Number(message["error"]["code"] ?? 0);
  return isObject(message["result"]) && message["result"]["isError"] === true ? 0 : null;
}

function factsOf({ method, headers }: McpRequest): RecordedEvent["from"] {
  return readRequestFacts(method, headers, currentPeerAddress());
}
