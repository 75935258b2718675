import "#server-only";
import { catchUpRevocations } from "#lib/grants/watch-revocations.ts";
import type { UpstreamId } from "#lib/kernel/ids.ts";
import { log } from "#lib/platform/log/log.ts";
import { leaseOwnSession } from "#lib/upstreams/lease-own-session.ts";
import {
  forgetSubscription,
  listOwnLinks,
  rememberSubscription,
  SUBSCRIPTIONS_MAX,
} from "#lib/upstreams/remember-subscription.ts";
import type { CallContext } from "../call-context.ts";
import { type FeatureTarget, findFeatureTarget } from "../features/find-feature-target.ts";
import type { McpResponse } from "../http.ts";
import { UNKNOWN_RESOURCE } from "../messages.ts";
import type { RpcRequest } from "../parse-message.ts";
import { answerError, answerResult, CODE } from "../protocol.ts";
import { sendRequest } from "../relay/send-request.ts";
import { toOwner } from "../to-owner.ts";
import { refuseForScope } from "../tools/refuse-for-scope.ts";
import { countWrite, refuseWrite } from "./count-write.ts";
import type { McpSession } from "./mcp-session.ts";
import { NEEDS_SESSION } from "./needs-session.ts";
import { type SessionHolder, toOwnSession } from "./own-links.ts";

const URI_LENGTH_MAX = 2_048;
const TOO_MANY = {
  code: CODE.invalidRequest,
  message: "This session is subscribed to too many resources. Unsubscribe from one first.",
};
type FoundTarget = Extract<FeatureTarget, { ok: true }>;
type Subscribing = { context: CallContext; session: McpSession; message: RpcRequest };
export type SubscribeMethod = "resources/subscribe" | "resources/unsubscribe";

/**
 * `resources/subscribe` and `resources/unsubscribe` (MCP 2025-11-25, resources): of this session alone, with the instance
 * the resource is of. What it says of the resource comes on the session's stream.
 */
export async function subscribeResource(
  context: CallContext,
  message: RpcRequest,
  method: SubscribeMethod,
): Promise<McpResponse> {
  const { actor, session } = context;
  const { uri } = message.params;
  if (typeof uri !== "string" || uri.length > URI_LENGTH_MAX) {
    const text = `${method} takes the uri of a resource, of ${URI_LENGTH_MAX} characters at most.`;
    return answerError(200, message.id, { code: CODE.invalidParams, message: text });
  }
  if (session === null) return answerError(200, message.id, NEEDS_SESSION);
  const wait = await countWrite(actor.grantId);
  if (wait !== null) return answerError(200, message.id, refuseWrite(wait));
  const target = await findFeatureTarget(actor, { feature: "resources", kind: "uri", name: uri });
  if (!target.ok && target.layer === "grant") return await refuseForScope(context, target.groups);
  if (!target.ok)
    return answerError(200, message.id, { code: CODE.resourceNotFound, message: UNKNOWN_RESOURCE });
  return await change({ context, session, message }, method, target);
}

async function change(
  { context, session, message }: Subscribing,
  method: SubscribeMethod,
  { instance, name }: FoundTarget,
): Promise<McpResponse> {
  const { actor } = context;
  const holder = { actor, session: { ...session, isSubscribed: true } };
  const owner = toOwner(actor.tenantId, instance);
  const own = toOwnSession(holder);
  const lease = owner === null ? null : leaseOwnSession(owner, own);
  const opened = await lease?.session();
  if (method === "resources/subscribe" && (await hasTooMany(holder, instance.upstreamId))) {
    return answerError(200, message.id, TOO_MANY);
  }
  const note = async () => {
    if (owner === null) return;
    if (method === "resources/unsubscribe") await forgetSubscription(owner, own, name);
    else await rememberSubscription(owner, own, name);
    await catchUpRevocations();
  };
  // Where there are no sessions there is nothing to ask: the stream says what it is for.
  if (opened?.ok === true && opened.session.era === "modern") {
    await note();
    return answerResult(message.id, {});
  }
  const request = { method, params: JSON.stringify({ uri: name }), message };
  let noted: Promise<void> | undefined;
  const answer = await sendRequest({ ...context, ...holder }, instance, request, (text) => {
    noted = note().catch((error: unknown) => log.error({ err: error }, "a subscription was not noted"));
    return text;
  });
  await noted;
  return answer;
}

async function hasTooMany({ actor, session }: SessionHolder, upstreamId: UpstreamId): Promise<boolean> {
  const links = await listOwnLinks(actor.tenantId, session.id);
  const link = links.find((one) => one.upstreamId === upstreamId);
  return (link?.uris.length ?? 0) >= SUBSCRIPTIONS_MAX;
}
