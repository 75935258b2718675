import "#server-only";
import { isObject, type JsonObject } from "#lib/kernel/json.ts";
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

export type Era = { ok: true; era: "modern" | "legacy" } | { ok: false; refusal: McpResponse };

const NAME_SOURCES: Readonly<Record<string, string>> = {
  "tools/call": "name",
  "prompts/get": "name",
  "resources/read": "uri",
};
const SENTINEL = /^=\?base64\?([A-Za-z0-9+/]*={0,2})\?=$/;

/**
 * Which revision a message speaks, by what its body claims and never by a header; then, for 2026-07-28, whether the
 * headers say the same as the body, because somebody may decide by them. MCP 2026-07-28, Streamable HTTP, server
 * validation: -32020 for a disagreement, -32022 for a version we do not speak, -32602 for a missing claim, all 400.
 */
export function checkEra(request: McpRequest, message: RpcRequest | RpcNotification): Era {
  const header = readHeader(request, "mcp-protocol-version")?.trim();
  const meta = isObject(message.params["_meta"]) ? message.params["_meta"] : {};
  const claim = meta[META.protocolVersion];
  const error =
    claim === undefined
      ? findUnclaimedError(header, message)
      : (findClaimError(meta, header) ?? findHeaderError(request, message, header));
  const id = message.kind === "request" ? message.id : null;
  if (error !== null) return { ok: false, refusal: answerError(400, id, error) };
  const isModern = claim !== undefined || header === MODERN_VERSION;
  return { ok: true, era: isModern ? "modern" : "legacy" };
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
  version: string | undefined,
): RpcError | null {
  const method = readHeader(request, "mcp-method")?.trim();
  if (method !== undefined && method !== message.method)
    return mismatch("Mcp-Method and the body name different methods.");
  if (message.kind === "notification") return null;
  if (version === undefined) return mismatch("The MCP-Protocol-Version header is missing.");
  if (method === undefined) return mismatch("The Mcp-Method header is missing.");
  const meta = message.params["_meta"] as JsonObject;
  if (!isObject(meta[META.clientCapabilities])) {
    return invalidParams("The request lacks its _meta: io.modelcontextprotocol/clientCapabilities.");
  }
  return findNameError(request, message);
}

function findNameError(request: McpRequest, { method, params }: RpcRequest): RpcError | null {
  const source = Object.hasOwn(NAME_SOURCES, method) ? NAME_SOURCES[method] : undefined;
  if (source === undefined) return null;
  const value = params[source];
  const header = readHeader(request, "mcp-name")?.trim();
  if (header === undefined) return value === undefined ? null : mismatch("The Mcp-Name header is missing.");
  const decoded = decodeHeader(header);
  if (decoded === null) return mismatch("The Mcp-Name header is malformed.");
  return decoded === value ? null : mismatch("Mcp-Name and the body name different things.");
}

/** The header's value, its Base64 form undone; null for bytes that no text encodes to. */
function decodeHeader(header: string): string | null {
  if (!header.startsWith("=?base64?")) return /^[\x20-\x7e]*$/.test(header) ? header : null;
  const encoded = SENTINEL.exec(header)?.[1];
  if (encoded === undefined) return null;
  const bytes = Buffer.from(encoded, "base64");
  if (bytes.toString("base64") !== encoded) return null;
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
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
