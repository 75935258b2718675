import "#server-only";
import type { JsonObject } from "#lib/kernel/json.ts";
import type { McpResponse, RequestId } from "./http.ts";
import { answerJson } from "./http.ts";

export const MODERN_VERSION = "2026-07-28";
/** The revisions with an `initialize`, newest first. */
export const LEGACY_VERSIONS: readonly string[] = ["2025-11-25", "2025-06-18", "2025-03-26"];

export const META = {
  protocolVersion: "io.modelcontextprotocol/protocolVersion",
  clientCapabilities: "io.modelcontextprotocol/clientCapabilities",
  clientInfo: "io.modelcontextprotocol/clientInfo",
  logLevel: "io.modelcontextprotocol/logLevel",
  serverInfo: "io.modelcontextprotocol/serverInfo",
  subscriptionId: "io.modelcontextprotocol/subscriptionId",
} as const;

/** What of a request's `_meta` is about the way between client and gateway; everything else is passed on. */
export const HOP_META: ReadonlySet<string> = new Set([
  META.protocolVersion,
  META.clientCapabilities,
  META.clientInfo,
  META.logLevel,
  META.subscriptionId,
  META.serverInfo,
]);

/** JSON-RPC's codes and MCP's own. */
export const CODE = {
  parseError: -32700,
  invalidRequest: -32600,
  methodNotFound: -32601,
  invalidParams: -32602,
  internal: -32603,
  /** Ours, from the range for servers (JSON-RPC 2.0 section 5.1): too many requests. */
  busy: -32000,
  /** A session that has ended: no revision names a code beside the 404, this is the SDK's. */
  sessionGone: -32001,
  /** Before 2026-07-28, which says `invalidParams` (server/resources). */
  resourceNotFound: -32002,
  headerMismatch: -32020,
  missingCapability: -32021,
  unsupportedVersion: -32022,
  /** "Visit this page first" (MCP 2025-11-25, elicitation); 2026-07-28 has no such error. */
  urlElicitation: -32042,
} as const;

export const SERVER_INFO = { name: "trinity-connect", title: "Trinity Connect", version: "0.1.0" } as const;
/** What the server is, in the words a directory takes of a description: models read it, so it tells them nothing to do. */
export const INSTRUCTIONS =
  "The tools of an organisation's own Trinity instance, as far as the person who connected it allowed them: its agents, " +
  "their runs, schedules and skills. Tools that act on an agent take its exact name, which the listing tools give.";

export type RpcError = { code: number; message: string; data?: JsonObject };

export const INTERNAL_ERROR: RpcError = {
  code: CODE.internal,
  message: "Something went wrong on our side. Try again in a moment.",
};

/** The HTTP answer that is a JSON-RPC error; `id` null where no request could be read. */
export function answerError(
  status: number,
  id: RequestId | null,
  error: RpcError,
  headers: Record<string, string> = {},
): McpResponse {
  return answerJson(status, { jsonrpc: "2.0", id, error }, headers);
}

/** The HTTP answer that is a JSON-RPC result, as it is: for the older revisions. */
export function answerResult(id: RequestId, result: JsonObject): McpResponse {
  return answerJson(200, { jsonrpc: "2.0", id, result });
}

/** The text of a notification; `paramsText` is that of an object, taken as it is. */
export function writeNotification(method: string, paramsText: string): string {
  return `{"jsonrpc":"2.0","method":${JSON.stringify(method)},"params":${paramsText}}`;
}
