import "#server-only";
import type { AllowedCall } from "#lib/access/decide.ts";
import type { TenantId } from "#lib/kernel/ids.ts";
import { isObject, type JsonObject } from "#lib/kernel/json.ts";
import { log } from "#lib/platform/log/log.ts";
import { leaseSession } from "#lib/upstreams/lease-session.ts";
import type { RequestOptions, UpstreamFailure, UpstreamReply } from "#lib/upstreams/open-session.ts";
import { recordProblem } from "#lib/upstreams/record-problem.ts";
import { mapResult, toToolError } from "../../map-result.ts";
import type { CallContext } from "../call-context.ts";
import { holdAccess } from "../hold-access.ts";
import { answerJson, type McpResponse, readHeader, type RequestId } from "../http.ts";
import { explainFailure, explainMissingKey, explainUpstreamError, TOO_MANY_CALLS } from "../messages.ts";
import type { RpcRequest } from "../parse-message.ts";
import { CODE, INTERNAL_ERROR, META } from "../protocol.ts";
import { CallAnswer } from "./call-answer.ts";
import { takeSlot } from "./call-slots.ts";
import { registerCall } from "./cancel-registry.ts";

const CALL_TIMEOUT_MS = 5 * 60_000;
const UPSTREAM_TEXT_MAX = 4_000;

/** The instance a request goes to, as `access/decide` found it. */
export type RelayTarget = Pick<
  AllowedCall,
  "upstreamId" | "upstreamName" | "url" | "key" | "problem" | "problemSince"
>;

/** `params` is the JSON text of what the instance gets, without `_meta`; `message` is what the client sent. */
export type RelayedRequest = { method: string; params: string; message: RpcRequest };

/**
 * Sends one allowed request of a client to one instance and answers with the result as it came. In 2026-07-28 a closed
 * connection cancels the request, in the older revisions only `notifications/cancelled` does, and in all a revocation.
 */
export async function sendRequest(
  context: CallContext,
  target: RelayTarget,
  { method, params, message: { id, params: given } }: RelayedRequest,
): Promise<McpResponse> {
  const { request, era, actor } = context;
  const slot = takeSlot(actor.grantId, target.upstreamId);
  if (slot === null) return answerJson(200, mapResult(era, id, toToolError(TOO_MANY_CALLS)));
  const answer = new CallAnswer(readHeader(request, "accept")?.includes("text/event-stream") ?? false);
  const { signal, end } = holdCall(context, id, () => answer.abandon(context.refuse()));
  const options: RequestOptions = {
    signal,
    timeoutMs: CALL_TIMEOUT_MS,
    onNotification: (notified, sent) => {
      if (notified === "notifications/progress") answer.notify(notified, sent);
    },
  };
  const finish = (reply: UpstreamReply | null) => {
    if (reply !== null && !reply.ok && reply.reason === "aborted") return answer.abandon();
    answer.finish(mapResult(era, id, toResult(target, reply)));
    if (reply !== null) noteHealth(target, actor.tenantId, reply);
  };
  const sent = { ...(JSON.parse(params) as JsonObject), ...toMeta(given) };
  send(target, actor.tenantId, { method, params: sent }, options)
    .finally(() => {
      end();
      slot.free();
    })
    .then(finish)
    .catch((error: unknown) => {
      log.error({ err: error }, "relaying a request failed");
      answer.fail(INTERNAL_ERROR, id);
    });
  return await answer.response;
}

/** What can cancel a running request: its client, in the way of its era, and a revocation, which answers at once. */
export function holdCall(
  { request, era, actor, since }: CallContext,
  id: RequestId,
  onRevoked: () => void,
): { signal: AbortSignal; end: () => void } {
  const controller = new AbortController();
  const abort = () => controller.abort();
  const letGo = holdAccess(actor, since, () => {
    onRevoked();
    abort();
  });
  if (era === "legacy") {
    const unregister = registerCall(actor.grantId, id, controller);
    return { signal: controller.signal, end: () => (letGo(), unregister()) };
  }
  request.signal.addEventListener("abort", abort, { once: true });
  if (request.signal.aborted) abort();
  const leave = () => request.signal.removeEventListener("abort", abort);
  return { signal: controller.signal, end: () => (letGo(), leave()) };
}

/** Null when the instance has no key to call it with. */
async function send(
  { upstreamId, url, key }: RelayTarget,
  tenantId: TenantId,
  { method, params }: { method: string; params: JsonObject },
  options: RequestOptions,
): Promise<UpstreamReply | null> {
  if (key === null) return null;
  return await leaseSession({ tenantId, upstreamId, url, key }).request(method, params, options);
}

/** What belongs to our own hop stays here. */
function toMeta({ _meta: meta }: JsonObject): JsonObject {
  if (!isObject(meta)) return {};
  return {
    _meta: Object.fromEntries(Object.entries(meta).filter(([key]) => !key.startsWith(META.reserved))),
  };
}

function toResult({ upstreamName, problemSince }: RelayTarget, reply: UpstreamReply | null): JsonObject {
  if (reply === null) return toToolError(explainMissingKey(upstreamName));
  if (!reply.ok) {
    const { reason } = reply;
    if (reason === "aborted") return toToolError("The call was cancelled.");
    const since = problemSince ?? new Date();
    return toToolError(
      explainFailure({ instance: upstreamName, reason, since, isMaybeDone: mayHaveRun(reply) }),
    );
  }
  if ("result" in reply) return reply.result;
  const { code, message } = reply.error;
  // What is wrong with the arguments is for the model to read and to correct (MCP 2025-11-25, tools, error handling).
  if (code === CODE.invalidParams) return toToolError(message.slice(0, UPSTREAM_TEXT_MAX));
  return toToolError(explainUpstreamError(upstreamName, code === CODE.methodNotFound));
}

function mayHaveRun({ reason, isUnsent }: UpstreamFailure): boolean {
  return isUnsent !== true && reason !== "refused_key" && reason !== "session_gone";
}

/** Notes what is wrong with the instance, or that it works again, when that changed. The call does not wait for it. */
export function noteHealth({ upstreamId, problem }: RelayTarget, tenantId: TenantId, reply: UpstreamReply): void {
  const found =
    reply.ok || reply.reason === "aborted" || reply.reason === "session_gone" ? null : reply.reason;
  if (found === problem) return;
  if (found !== null) log.warn({ upstreamId, reason: found }, "an instance failed a call");
  recordProblem({ tenantId, upstreamId }, found).catch((error: unknown) =>
    log.warn({ err: error }, "an instance's health was not noted"),
  );
}
