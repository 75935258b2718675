import "#server-only";
import type { GrantId } from "#lib/kernel/ids.ts";
import { isObject } from "#lib/kernel/json.ts";
import { once } from "#lib/platform/registry/once.ts";
import type { CallContext } from "../call-context.ts";
import { holdAccess } from "../hold-access.ts";
import { answerStream, type McpResponse } from "../http.ts";
import type { RpcRequest } from "../parse-message.ts";
import { answerError, CODE, META, SERVER_INFO } from "../protocol.ts";
import { openEventStream } from "../relay/event-stream.ts";

const STREAMS_MAX = 10_000;
const STREAMS_PER_GRANT_MAX = 16;

type OpenStreams = { total: number; byGrant: Map<GrantId, number> };

/**
 * `subscriptions/listen` (MCP 2026-07-28): acknowledged first, then held open until the client closes it, we drain or the
 * connection ends. No change notifications are declared, so none is acknowledged and none is sent.
 */
export function listen({ request, actor, since }: CallContext, { id, params }: RpcRequest): McpResponse {
  if (!isObject(params["notifications"])) {
    return answerError(200, id, {
      code: CODE.invalidParams,
      message: "notifications is required and is an object.",
    });
  }
  const open = once<OpenStreams>("mcp.streams", () => ({ total: 0, byGrant: new Map() }));
  const ofGrant = open.byGrant.get(actor.grantId) ?? 0;
  if (open.total >= STREAMS_MAX || ofGrant >= STREAMS_PER_GRANT_MAX) {
    return answerError(200, id, {
      code: CODE.internal,
      message: "Too many open streams. Close one and try again.",
    });
  }
  open.total++;
  open.byGrant.set(actor.grantId, ofGrant + 1);
  const tag = { [META.subscriptionId]: id };
  const finish = () => {
    stream.send({
      jsonrpc: "2.0",
      id,
      result: { resultType: "complete", _meta: { ...tag, [META.serverInfo]: SERVER_INFO } },
    });
    stream.end();
  };
  const stream = openEventStream(() => {
    letGo();
    request.draining?.removeEventListener("abort", finish);
    open.total--;
    const rest = (open.byGrant.get(actor.grantId) ?? 1) - 1;
    if (rest === 0) open.byGrant.delete(actor.grantId);
    else open.byGrant.set(actor.grantId, rest);
  });
  const letGo = holdAccess(actor, since, () => stream.end());
  request.signal.addEventListener("abort", stream.end, { once: true });
  request.draining?.addEventListener("abort", finish, { once: true });
  stream.send({
    jsonrpc: "2.0",
    method: "notifications/subscriptions/acknowledged",
    params: { notifications: {}, _meta: tag },
  });
  if (request.signal.aborted) stream.end();
  return answerStream(stream.body);
}
