import "#server-only";
import { mapResult } from "../map-result.ts";
import type { CallContext } from "./call-context.ts";
import { listEntries } from "./features/list-entries.ts";
import { listFeatures } from "./features/list-features.ts";
import { relayFeature } from "./features/relay-feature.ts";
import { answerJson, answerNothing, type McpResponse } from "./http.ts";
import { listen } from "./listening/listen.ts";
import type { RpcNotification, RpcRequest } from "./parse-message.ts";
import { answerError, CODE, INSTRUCTIONS, MODERN_VERSION } from "./protocol.ts";
import { refuseCursor } from "./refuse-cursor.ts";
import { callTool } from "./tools/call-tool.ts";
import { listTools } from "./tools/list-tools.ts";

const DISCOVER_TTL_MS = 300_000;

/** One message of revision 2026-07-28: every request stands alone, a method we do not have is HTTP 404. */
export async function answerModern(
  context: CallContext,
  message: RpcRequest | RpcNotification,
): Promise<McpResponse> {
  if (message.kind === "notification") return answerNothing(202);
  const { id, method, params } = message;
  switch (method) {
    case "server/discover":
      return answerJson(
        200,
        mapResult("modern", id, {
          supportedVersions: [MODERN_VERSION],
          capabilities: await listFeatures(context.actor),
          instructions: INSTRUCTIONS,
          ttlMs: DISCOVER_TTL_MS,
          cacheScope: "private",
        }),
      );
    case "subscriptions/listen":
      return await listen(context, message);
    case "tools/list":
      // The list is one page, so no cursor was ever given out.
      if (params["cursor"] !== undefined) return refuseCursor(message);
      return answerJson(200, mapResult("modern", id, await listTools(context.actor, "modern")));
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
      return answerError(404, id, {
        code: CODE.methodNotFound,
        message: "This server does not have this method.",
      });
  }
}
