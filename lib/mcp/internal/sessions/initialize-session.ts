import "#server-only";
import type { CallContext } from "../call-context.ts";
import { listFeatures } from "../features/list-features.ts";
import { answerJson, type McpResponse } from "../http.ts";
import type { RpcRequest } from "../parse-message.ts";
import { answerError, CODE, INSTRUCTIONS, LEGACY_VERSIONS, SERVER_INFO } from "../protocol.ts";
import { sealHandle } from "./seal-handle.ts";

const NEWEST = LEGACY_VERSIONS[0] ?? "";

/**
 * `initialize`: the version asked for if we speak it, else our newest (MCP 2025-11-25, lifecycle, version negotiation),
 * what this connection can get, and a session whose handle holds all that was agreed. No instance is asked and nothing
 * is written.
 */
export async function initializeSession(
  { actor, address }: CallContext,
  { id, params }: RpcRequest,
): Promise<McpResponse> {
  const { protocolVersion: asked, capabilities, clientInfo } = params;
  if (typeof asked !== "string") {
    return answerError(200, id, { code: CODE.invalidParams, message: "initialize names a protocolVersion." });
  }
  const protocolVersion = LEGACY_VERSIONS.includes(asked) ? asked : NEWEST;
  const result = {
    protocolVersion,
    capabilities: await listFeatures(actor),
    serverInfo: SERVER_INFO,
    instructions: INSTRUCTIONS,
  };
  const handle = sealHandle({ actor, address }, { protocolVersion, capabilities, clientInfo });
  return answerJson(200, { jsonrpc: "2.0", id, result }, { "mcp-session-id": handle });
}
