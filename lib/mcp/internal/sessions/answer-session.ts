import "#server-only";
import type { CallContext } from "../call-context.ts";
import { type McpRequest, type McpResponse, readHeader } from "../http.ts";
import { openGetStream } from "../listening/open-get-stream.ts";
import { MODERN_VERSION } from "../protocol.ts";
import { endSession } from "./end-session.ts";
import { findSession } from "./find-session.ts";

/**
 * Whether a GET or DELETE is about a session of the older revisions; any other is 405 (MCP 2025-11-25, Streamable HTTP,
 * listening and session management; 2026-07-28 has neither).
 */
export function isAboutSession(request: McpRequest): boolean {
  if (request.method !== "GET" && request.method !== "DELETE") return false;
  const version = readHeader(request, "mcp-protocol-version")?.trim();
  return readHeader(request, "mcp-session-id") !== undefined && version !== MODERN_VERSION;
}

/** GET opens the stream of a session, DELETE ends it. */
export async function answerSession(context: Omit<CallContext, "session">): Promise<McpResponse> {
  const { request, actor, address } = context;
  const found = await findSession(request, { actor, address });
  if (!found.ok) return found.refusal;
  const { session } = found;
  if (session === null) throw new Error("a request about a session names none");
  return request.method === "GET" ? openGetStream(context, session) : await endSession(actor, session);
}
