import "#server-only";
import type { HeaderParam } from "#lib/catalog/read-header-params.ts";
import { readMembers } from "#lib/kernel/json-members.ts";
import { decodeHeader, encodeHeader } from "./decode-header.ts";
import { type McpRequest, readHeader } from "./http.ts";
import { CODE, type RpcError } from "./protocol.ts";

const PREFIX = "mcp-param-";
const INTEGER = /^-?\d+(?:\.0+)?$/;

/**
 * Whether the headers that repeat arguments say what the body says, by the tool's own schema: somebody on the way may
 * have decided by them. An argument that is null or absent needs no header. Null when nothing is wrong (MCP 2026-07-28,
 * Streamable HTTP, server behavior for custom headers).
 */
export function findParamError(
  request: McpRequest,
  params: readonly HeaderParam[],
  argumentsText: string | undefined,
): RpcError | null {
  for (const param of params) {
    const value = readAt(argumentsText, param.path);
    if (value === null) continue;
    const header = readHeader(request, param.header as Lowercase<string>);
    if (header === undefined) return mismatch("a Mcp-Param header is missing.");
    if (!isSame(decodeHeader(header.trim()), value)) {
      return mismatch("a Mcp-Param header and the argument it repeats differ.");
    }
  }
  return null;
}

/** The request's `Mcp-Param-*` headers, which go on as they came; null when one of them is malformed. */
export function readParamHeaders({ headers }: McpRequest): Record<string, string> | null {
  const found: Record<string, string> = {};
  for (const name in headers) {
    if (!name.startsWith(PREFIX)) continue;
    const value = String(headers[name]).trim();
    if (decodeHeader(value) === null) return null;
    found[name] = value;
  }
  return found;
}

/** The headers a call needs that came without them, in a revision that has none. */
export function writeParamHeaders(
  params: readonly HeaderParam[],
  argumentsText: string | undefined,
): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const { header, path } of params) {
    const value = readAt(argumentsText, path);
    if (value !== null) headers[header] = encodeHeader(value.startsWith('"') ? parseText(value) : value);
  }
  return headers;
}

/** The JSON text of the primitive at that place; null where there is none, or nothing. */
function readAt(text: string | undefined, path: readonly string[]): string | null {
  let at = text;
  for (const name of path) at = at === undefined ? undefined : readMembers(at)?.get(name);
  return at === undefined || at === "null" || at.startsWith("{") || at.startsWith("[") ? null : at;
}

/** Integers are the same when they are the same number, however written and however large. */
function isSame(said: string | null, value: string): boolean {
  if (said === null) return false;
  if (value.startsWith('"')) return said === parseText(value);
  if (said === value) return true;
  if (INTEGER.test(said) && INTEGER.test(value)) return toInteger(said) === toInteger(value);
  return INTEGER.test(said) && Number.isSafeInteger(Number(value)) && Number(said) === Number(value);
}

const parseText = (value: string) => JSON.parse(value) as string;
const toInteger = (decimal: string) => BigInt(decimal.replace(/\.0+$/, ""));

function mismatch(why: string): RpcError {
  return { code: CODE.headerMismatch, message: `The headers and the body disagree: ${why}` };
}
