import "#server-only";
import { isObject, type JsonObject } from "#lib/kernel/json.ts";
import { decodeHeader } from "./internal/decode-header.ts";
import { type McpRequest, type McpResponse, readHeader } from "./internal/http.ts";
import type { RpcNotification, RpcRequest } from "./internal/parse-message.ts";
import {
  answerError,
  CODE,
  LEGACY_VERSIONS,
  META,
  MODERN_VERSION,
  type RpcError,
} from "./internal/protocol.ts";

export type Era =
  /** Mixed: a client of Claude's with the header of the revision before, served all the same. */
  { ok: true; era: "modern" | "legacy"; isMixed: boolean } | { ok: false; refusal: McpResponse };

const NAME_SOURCES: Readonly<Record<string, string>> = {
  "tools/call": "name",
  "prompts/get": "name",
  "resources/read": "uri",
};
/** Claude's own documents as an OAuth client, and the programs of its maker. */
const CLAUDE_CLIENT = "https://claude.ai/oauth/";
const CLAUDE_AGENT = /^claude-(?:user|code)\b/i;

/**
 * Which revision a message speaks, by what its body claims and never by a header; then, for 2026-07-28, whether the
 * headers say the same as the body, because somebody may decide by them. MCP 2026-07-28, Streamable HTTP, server
 * validation: -32020 for a disagreement, -32022 for a version we do not speak, -32602 for a missing claim, all 400.
 */
export function checkEra(request: McpRequest, message: RpcRequest | RpcNotification, clientId: string): Era {
  const header = readVersion(request);
  const meta = isObject(message.params["_meta"]) ? message.params["_meta"] : {};
  const claim = meta[META.protocolVersion];
  const isMixed = claim === MODERN_VERSION && header === LEGACY_VERSIONS[0] && isClaude(request, clientId);
  const version = isMixed ? MODERN_VERSION : header;
  const error =
    claim === undefined
      ? findUnclaimedError(version, message)
      : (findClaimError(meta, version) ?? findHeaderError(request, message, { version, isMixed }));
  const id = message.kind === "request" ? message.id : null;
  if (error !== null) return { ok: false, refusal: answerError(400, id, error) };
  const isModern = claim !== undefined || version === MODERN_VERSION;
  return { ok: true, era: isModern ? "modern" : "legacy", isMixed };
}

/** Some clients send the header twice; two that say the same are one. */
function readVersion(request: McpRequest): string | undefined {
  const header = readHeader(request, "mcp-protocol-version")?.trim();
  if (header?.includes(",") !== true) return header;
  const [first, ...others] = header.split(/\s*,\s*/);
  return others.every((other) => other === first) ? first : header;
}

/**
 * Claude sends what its connectors of 2025-11-25 sent as the header although the body is of 2026-07-28
 * (anthropics/claude-code, 93290). From anybody else that is a disagreement.
 */
function isClaude(request: McpRequest, clientId: string): boolean {
  return clientId.startsWith(CLAUDE_CLIENT) || CLAUDE_AGENT.test(readHeader(request, "user-agent") ?? "");
}

/** Without a claim it is an older revision, unless the header names the new one (MCP 2025-11-25, transports). */
function findUnclaimedError(
  header: string | undefined,
  { kind, method }: RpcRequest | RpcNotification,
): RpcError | null {
  if (header === MODERN_VERSION) {
    if (kind === "notification") return null;
    return method === "initialize"
      ? mismatch("initialize belongs to the revisions before 2026-07-28.")
      : invalidParams("The request lacks its _meta: io.modelcontextprotocol/protocolVersion.");
  }
  if (header === undefined || method === "initialize" || LEGACY_VERSIONS.includes(header)) return null;
  return unsupported([MODERN_VERSION, ...LEGACY_VERSIONS]);
}

function findClaimError(meta: JsonObject, header: string | undefined): RpcError | null {
  const claim = meta[META.protocolVersion];
  if (typeof claim !== "string")
    return invalidParams("_meta io.modelcontextprotocol/protocolVersion is a string.");
  if (header !== undefined && header !== claim)
    return mismatch("MCP-Protocol-Version and _meta name different versions.");
  if (claim !== MODERN_VERSION) return unsupported([MODERN_VERSION], claim);
  return null;
}

function findHeaderError(
  request: McpRequest,
  message: RpcRequest | RpcNotification,
  { version, isMixed }: { version: string | undefined; isMixed: boolean },
): RpcError | null {
  const method = readHeader(request, "mcp-method")?.trim();
  if (method !== undefined && method !== message.method)
    return mismatch("Mcp-Method and the body name different methods.");
  if (message.kind === "notification") return null;
  if (version === undefined) return mismatch("The MCP-Protocol-Version header is missing.");
  if (method === undefined && !isMixed) return mismatch("The Mcp-Method header is missing.");
  const meta = message.params["_meta"] as JsonObject;
  if (!isObject(meta[META.clientCapabilities])) {
    return invalidParams("The request lacks its _meta: io.modelcontextprotocol/clientCapabilities.");
  }
  return findNameError(request, message, isMixed);
}

function findNameError(
  request: McpRequest,
  { method, params }: RpcRequest,
  isMixed: boolean,
): RpcError | null {
  const source = Object.hasOwn(NAME_SOURCES, method) ? NAME_SOURCES[method] : undefined;
  if (source === undefined) return null;
  const value = params[source];
  const header = readHeader(request, "mcp-name")?.trim();
  if (header === undefined)
    return value === undefined || isMixed ? null : mismatch("The Mcp-Name header is missing.");
  const decoded = decodeHeader(header);
  if (decoded === null) return mismatch("The Mcp-Name header is malformed.");
  return decoded === value ? null : mismatch("Mcp-Name and the body name different things.");
}

function mismatch(why: string): RpcError {
  return { code: CODE.headerMismatch, message: `The headers and the body disagree. ${why}` };
}

function invalidParams(message: string): RpcError {
  return { code: CODE.invalidParams, message };
}

function unsupported(supported: readonly string[], requested?: string): RpcError {
  return {
    code: CODE.unsupportedVersion,
    message: "This protocol version is not supported.",
    data: {
      supported: [...supported],
      ...(requested === undefined ? {} : { requested: requested.slice(0, 64) }),
    },
  };
}
