import "#server-only";
import { refuseCursor } from "./answer-modern.ts";
import type { CallContext } from "./call-context.ts";
import { answerNothing, type McpResponse } from "./http.ts";
import type { RpcNotification, RpcRequest } from "./parse-message.ts";
import {
  answerError,
  answerResult,
  CAPABILITIES,
  CODE,
  INSTRUCTIONS,
  LEGACY_VERSIONS,
  SERVER_INFO,
} from "./protocol.ts";
import { cancelCall } from "./relay/cancel-registry.ts";
import { callTool } from "./tools/call-tool.ts";
import { listTools } from "./tools/list-tools.ts";

/** One message of the revisions up to 2025-11-25, served without sessions: any request may come first. */
export async function answerLegacy(
  context: CallContext,
  message: RpcRequest | RpcNotification,
): Promise<McpResponse> {
  if (message.kind === "notification") return takeNotification(context, message);
  const { id, method, params } = message;
  switch (method) {
    case "initialize":
      return initialize(message);
    case "ping":
      return answerResult(id, {});
    case "tools/list":
      if (params["cursor"] !== undefined) return refuseCursor(message);
      return answerResult(id, await listTools(context.actor, "legacy"));
    case "tools/call":
      return await callTool(context, message);
    default:
      return answerError(200, id, {
        code: CODE.methodNotFound,
        message: "This server does not have this method.",
      });
  }
}

/** The version asked for if we speak it, else our newest (MCP 2025-11-25, lifecycle, version negotiation). */
function initialize({ id, params }: RpcRequest): McpResponse {
  const asked = params["protocolVersion"];
  if (typeof asked !== "string") {
    return answerError(200, id, { code: CODE.invalidParams, message: "initialize names a protocolVersion." });
  }
  const protocolVersion = LEGACY_VERSIONS.includes(asked) ? asked : LEGACY_VERSIONS[0];
  return answerResult(id, {
    protocolVersion,
    capabilities: CAPABILITIES,
    serverInfo: SERVER_INFO,
    instructions: INSTRUCTIONS,
  });
}

function takeNotification({ actor }: CallContext, { method, params }: RpcNotification): McpResponse {
  const cancelled = params["requestId"];
  if (
    method === "notifications/cancelled" &&
    (typeof cancelled === "string" || typeof cancelled === "number")
  ) {
    cancelCall(actor.grantId, cancelled);
  }
  return answerNothing(202);
}
