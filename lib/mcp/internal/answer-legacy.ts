import "#server-only";
import { refuseCursor } from "./answer-modern.ts";
import type { CallContext } from "./call-context.ts";
import { listEntries } from "./features/list-entries.ts";
import { listFeatures } from "./features/list-features.ts";
import { relayFeature } from "./features/relay-feature.ts";
import { answerNothing, type McpResponse } from "./http.ts";
import type { RpcNotification, RpcRequest } from "./parse-message.ts";
import {
  answerError,
  answerResult,
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
      return await initialize(context, message);
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
    default:
      return answerError(200, id, {
        code: CODE.methodNotFound,
        message: "This server does not have this method.",
      });
  }
}

/** The version asked for if we speak it, else our newest (MCP 2025-11-25, lifecycle, version negotiation). */
async function initialize({ actor }: CallContext, { id, params }: RpcRequest): Promise<McpResponse> {
  const asked = params["protocolVersion"];
  if (typeof asked !== "string") {
    return answerError(200, id, { code: CODE.invalidParams, message: "initialize names a protocolVersion." });
  }
  const protocolVersion = LEGACY_VERSIONS.includes(asked) ? asked : LEGACY_VERSIONS[0];
  return answerResult(id, {
    protocolVersion,
    capabilities: await listFeatures(actor),
    serverInfo: SERVER_INFO,
    instructions: INSTRUCTIONS,
  });
}

function takeNotification({ actor, session }: CallContext, { method, params }: RpcNotification): McpResponse {
  const cancelled = params["requestId"];
  if (
    method === "notifications/cancelled" &&
    (typeof cancelled === "string" || typeof cancelled === "number")
  ) {
    cancelCall({ grantId: actor.grantId, sessionId: session?.id, id: cancelled });
  }
  return answerNothing(202);
}
