import "#server-only";
import type { CallContext } from "./call-context.ts";
import { listEntries } from "./features/list-entries.ts";
import { relayFeature } from "./features/relay-feature.ts";
import { answerNothing, type McpResponse } from "./http.ts";
import type { RpcNotification, RpcRequest } from "./parse-message.ts";
import { answerError, answerResult, CODE } from "./protocol.ts";
import { refuseCursor } from "./refuse-cursor.ts";
import { cancelCall } from "./relay/cancel-call.ts";
import { initializeSession } from "./sessions/initialize-session.ts";
import { setLogLevel } from "./sessions/set-log-level.ts";
import { subscribeResource } from "./sessions/subscribe-resource.ts";
import { tellRootsChanged } from "./sessions/tell-roots-changed.ts";
import { callTool } from "./tools/call-tool.ts";
import { listTools } from "./tools/list-tools.ts";

/** One message of the revisions up to 2025-11-25, served with or without a session: any request may come first. */
export async function answerLegacy(
  context: CallContext,
  message: RpcRequest | RpcNotification,
): Promise<McpResponse> {
  if (message.kind === "notification") return await takeNotification(context, message);
  const { id, method, params } = message;
  switch (method) {
    case "initialize":
      return await initializeSession(context, message);
    case "ping":
      return answerResult(id, {});
    case "tools/list":
      if (params["cursor"] !== undefined) return refuseCursor(message);
      return answerResult(id, await listTools(context.actor, "legacy"));
    case "tools/call":
      return await callTool(context, message);
    case "prompts/list":
    case "resources/list":
    case "resources/templates/list":
      return await listEntries(context, message, method);
    case "prompts/get":
    case "resources/read":
    case "completion/complete":
      return await relayFeature(context, message, method);
    case "logging/setLevel":
      return await setLogLevel(context, message);
    case "resources/subscribe":
    case "resources/unsubscribe":
      return await subscribeResource(context, message, method);
    default:
      return answerError(200, id, {
        code: CODE.methodNotFound,
        message: "This server does not have this method.",
      });
  }
}

async function takeNotification(
  { actor, session }: CallContext,
  { method, params }: RpcNotification,
): Promise<McpResponse> {
  const cancelled = params["requestId"];
  if (
    method === "notifications/cancelled" &&
    (typeof cancelled === "string" || typeof cancelled === "number")
  ) {
    await cancelCall({ grantId: actor.grantId, sessionId: session?.id, id: cancelled });
  }
  if (method === "notifications/roots/list_changed" && session !== null)
    void tellRootsChanged({ actor, session });
  return answerNothing(202);
}
