import "#server-only";
import type { AllowedCall } from "#lib/access/decide.ts";
import type { JsonMembers } from "#lib/kernel/json-members.ts";
import { readMembers } from "#lib/kernel/json-members.ts";
import { getConfig } from "#lib/platform/config/get-config.ts";
import { log } from "#lib/platform/log/log.ts";
import type { RequestOptions, UpstreamRequest } from "#lib/upstreams/open-session.ts";
import { exchange, type Exchanged } from "../asking/exchange.ts";
import type { CallContext } from "../call-context.ts";
import { answerText, type McpResponse } from "../http.ts";
import { takePlace } from "../limits/take-place.ts";
import { explainBusy, explainNotRecorded, explainPausedMeanwhile } from "../messages.ts";
import type { RpcRequest } from "../parse-message.ts";
import { HOP_META, INTERNAL_ERROR, META } from "../protocol.ts";
import { readAccept } from "../read-accept.ts";
import { CallAnswer } from "./call-answer.ts";
import { chooseLink } from "./choose-link.ts";
import { classifyOutcome } from "./classify-outcome.ts";
import { holdCall } from "./hold-call.ts";
import { holdPause } from "./hold-pause.ts";
import { writeError } from "./map-error.ts";
import { noteHealth } from "./note-health.ts";
import { beginRecord, type CallRecord, recordRefusedCall } from "./record-relayed.ts";
import { isForCall } from "./relay-notification.ts";
import { refuseInWords, writeAnswer } from "./write-answer.ts";

/** The instance a request goes to, and as which tool and group it is known, as the access decision found it. */
export type RelayTarget = Pick<
  AllowedCall,
  | "upstreamId"
  | "upstreamName"
  | "url"
  | "key"
  | "lacksKey"
  | "keyHeader"
  | "transport"
  | "problem"
  | "problemSince"
> &
  Partial<Pick<AllowedCall, "toolName" | "group" | "keyRefusedAt">>;

/** `params` is the JSON text of what the instance gets, without `_meta`; `message` is what the client sent. */
export type RelayedRequest = {
  method: string;
  params: string;
  message: RpcRequest;
  /** `Mcp-Param-*`, for an instance of 2026-07-28. */
  headers?: Record<string, string>;
};

/** What a kind of request changes inside its result, as JSON text, before the client's revision does. */
export type Mapping = (text: string) => string;

type Relayed = {
  context: CallContext;
  target: RelayTarget;
  request: RelayedRequest;
  record: CallRecord | null;
};
type Reply = Exchanged | null;

/**
 * Sends one allowed request of a client to one instance and answers with the result as it came. In 2026-07-28 a closed
 * connection cancels the request, in the older revisions only `notifications/cancelled` does, and in all a revocation.
 */
export async function sendRequest(
  context: CallContext,
  target: RelayTarget,
  request: RelayedRequest,
  mapping?: Mapping,
): Promise<McpResponse> {
  const { message } = request;
  const free = takePlace("call", { connection: context.actor.grantId });
  if (free === null) {
    recordRefusedCall(context, message, { outcome: "limited", reason: "busy" });
    return refuse(context, message, explainBusy());
  }
  let record: CallRecord | null;
  try {
    const begun = beginRecord(context, target, message);
    record = begun instanceof Promise ? await begun : begun;
  } catch (error) {
    free();
    log.error({ err: error }, "a destructive call was not made: it could not be recorded first");
    return refuse(context, message, explainNotRecorded());
  }
  return await relay({ context, target, request, record }, { free, mapping });
}

/** The call itself; resolves as soon as its answer, or the stream it will come on, is known. */
async function relay(
  { context, target, request, record }: Relayed,
  { free, mapping }: { free: () => void; mapping: Mapping | undefined },
): Promise<McpResponse> {
  const { message } = request;
  const accepted = readAccept(context.request);
  const answer = new CallAnswer(accepted.isStreamWanted || (accepted.stream && context.session !== null));
  let cutBy: "client" | "revoked" | "paused" = "client";
  const held = holdCall(context, message.id, () => {
    cutBy = "revoked";
    answer.abandon(context.refuse());
  });
  const letGo = holdPause(context.actor.tenantId, context.since, () => {
    cutBy = "paused";
    answer.finish(refuseInWords({ context, message }, explainPausedMeanwhile()).message);
    held.abort();
  });
  const { signal } = held;
  const options: RequestOptions = {
    signal,
    timeoutMs: getConfig().mcp.callMsMax,
    whenReady: () => answer.room,
    onNotification: (method, params, text) => {
      if (isForCall(context, message.params, { method, params })) answer.notify(method, text);
    },
  };
  const finish = (reply: Reply) => {
    if (reply !== null && !reply.ok && (reply.reason === "aborted" || answer.isAbandoned)) {
      answer.abandon();
      record?.end({ outcome: "cancelled", reason: cutBy });
      return;
    }
    const written = writeAnswer({ context, target, message }, reply, mapping);
    answer.finish(written.message, written.status);
    record?.end({ ...classifyOutcome(reply), bytesOut: written.message.length });
    if (reply !== null) noteHealth(target, context.actor.tenantId, reply);
  };
  send({ context, target, request, record }, options, answer)
    .finally(() => {
      held.end();
      letGo();
      free();
    })
    .then(finish)
    .catch((error: unknown) => {
      log.error({ err: error }, "relaying a request failed");
      answer.finish(writeError("legacy", message.idText, INTERNAL_ERROR).message, 500);
      record?.end({ outcome: "upstream_failed", reason: "fault" });
    });
  return await answer.response;
}

/** Null when the instance has no key to call it with. */
async function send(
  { context, target, request, record }: Relayed,
  options: RequestOptions,
  answer: CallAnswer,
): Promise<Reply> {
  const { method, params, message, headers } = request;
  const link = await chooseLink(context, target, { message, signal: options.signal });
  if (link === null) return null;
  record?.sent();
  const sent = { method, params, ...(headers && { headers }), ...toHop(context, message) };
  return await exchange({ context, target, message, link, request: sent, options, answer });
}

/** Of the client's `_meta`, what belongs to the request; what belongs to our own hop is told only of the client. */
function toHop({ era }: CallContext, { members }: RpcRequest): Pick<UpstreamRequest, "meta" | "client"> {
  const text = members.get("_meta");
  const given: JsonMembers | null = text === undefined ? null : readMembers(text);
  if (given === null) return {};
  const meta = new Map<string, string>();
  for (const [name, value] of given) if (!HOP_META.has(name)) meta.set(name, value);
  if (era === "legacy") return { meta };
  const info = given.get(META.clientInfo);
  const logLevel = given.get(META.logLevel);
  const client = {
    capabilities: given.get(META.clientCapabilities) ?? "{}",
    ...(info === undefined ? {} : { info }),
    ...(logLevel === undefined ? {} : { logLevel }),
  };
  return { meta, client };
}

function refuse(context: CallContext, message: RpcRequest, text: string): McpResponse {
  const { message: body, status } = refuseInWords({ context, message }, text);
  return answerText(status, body);
}
