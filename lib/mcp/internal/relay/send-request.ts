import "#server-only";
import type { AllowedCall } from "#lib/access/decide.ts";
import type { JsonMembers } from "#lib/kernel/json-members.ts";
import { readMembers } from "#lib/kernel/json-members.ts";
import { getConfig } from "#lib/platform/config/get-config.ts";
import { log } from "#lib/platform/log/log.ts";
import type { RequestOptions, UpstreamReply, UpstreamRequest } from "#lib/upstreams/open-session.ts";
import type { CallContext } from "../call-context.ts";
import { answerText, type McpResponse, readHeader } from "../http.ts";
import { TOO_MANY_CALLS } from "../messages.ts";
import type { RpcRequest } from "../parse-message.ts";
import { INTERNAL_ERROR, META } from "../protocol.ts";
import { CallAnswer } from "./call-answer.ts";
import { takeSlot } from "./call-slots.ts";
import { chooseLink } from "./choose-link.ts";
import { holdCall } from "./hold-call.ts";
import { writeError } from "./map-error.ts";
import { noteHealth } from "./note-health.ts";
import { isForCall } from "./relay-notification.ts";
import { refuseInWords, writeAnswer } from "./write-answer.ts";

/** The instance a request goes to, as the access decision found it. */
export type RelayTarget = Pick<
  AllowedCall,
  "upstreamId" | "upstreamName" | "url" | "key" | "problem" | "problemSince"
> & { keyHeader?: string; transport?: "http" | "sse" };

/** `params` is the JSON text of what the instance gets, without `_meta`; `message` is what the client sent. */
export type RelayedRequest = { method: string; params: string; message: RpcRequest };

/** What a kind of request changes inside its result, as JSON text, before the client's revision does. */
export type Mapping = (text: string) => string;

/**
 * Sends one allowed request of a client to one instance and answers with the result as it came. In 2026-07-28 a closed
 * connection cancels the request, in the older revisions only `notifications/cancelled` does, and in all a revocation.
 */
export async function sendRequest(
  context: CallContext,
  target: RelayTarget,
  { method, params, message }: RelayedRequest,
  mapping?: Mapping,
): Promise<McpResponse> {
  const { request, actor } = context;
  const slot = takeSlot(actor.grantId, target.upstreamId);
  if (slot === null) return refuseBusy(context, message);
  const answer = new CallAnswer(readHeader(request, "accept")?.includes("text/event-stream") ?? false);
  const { signal, end } = holdCall(context, message.id, () => answer.abandon(context.refuse()));
  const options: RequestOptions = {
    signal,
    timeoutMs: getConfig().mcp.callMsMax,
    whenReady: () => answer.room,
    onNotification: (notified, given, text) => {
      if (isForCall(context, message.params, { method: notified, params: given }))
        answer.notify(notified, text);
    },
  };
  const finish = (reply: UpstreamReply | null) => {
    if (reply !== null && !reply.ok && reply.reason === "aborted") return answer.abandon();
    const written = writeAnswer({ context, target, message }, reply, mapping);
    answer.finish(written.message, written.status);
    if (reply !== null) noteHealth(target, actor.tenantId, reply);
  };
  const fail = (error: unknown) => {
    log.error({ err: error }, "relaying a request failed");
    answer.finish(writeError("legacy", message.idText, INTERNAL_ERROR).message, 500);
  };
  send(context, target, { method, params, ...toHop(context, message) }, options)
    .finally(() => {
      end();
      slot.free();
    })
    .then(finish)
    .catch(fail);
  return await answer.response;
}

/** Null when the instance has no key to call it with. */
async function send(
  context: CallContext,
  target: RelayTarget,
  request: UpstreamRequest,
  options: RequestOptions,
): Promise<UpstreamReply | null> {
  const link = chooseLink(context, target);
  return link === null ? null : await link.request(request, options);
}

/** Of the client's `_meta`, what belongs to the request; what belongs to our own hop is told only of the client. */
function toHop({ era }: CallContext, { members }: RpcRequest): Pick<UpstreamRequest, "meta" | "client"> {
  const text = members.get("_meta");
  const given: JsonMembers | null = text === undefined ? null : readMembers(text);
  if (given === null) return {};
  const meta = new Map<string, string>();
  for (const [name, value] of given) if (!name.startsWith(META.reserved)) meta.set(name, value);
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

function refuseBusy(context: CallContext, message: RpcRequest): McpResponse {
  const { message: body, status } = refuseInWords({ context, message }, TOO_MANY_CALLS);
  return answerText(status, body);
}
