import "#server-only";
import type { HeaderParam } from "#lib/catalog/read-header-params.ts";
import { type JsonMembers, readMembers } from "#lib/kernel/json-members.ts";
import { decodeHeader, encodeHeader } from "./decode-header.ts";
import { type McpRequest, readHeader } from "./http.ts";
import { CODE, type RpcError } from "./protocol.ts";

const PREFIX = "mcp-param-";
const INTEGER = /^-?\d+(?:\.0+)?$/;

/**
 * Whether the headers that repeat arguments say what the body says, by the tool's own schema: somebody on the way may
 * have decided by them. An argument that is null or absent has no header. Null when nothing is wrong (MCP 2026-07-28,
 * Streamable HTTP, server behavior for custom headers).
 */
export function findParamError(
  request: McpRequest,
  params: readonly HeaderParam[],
  argumentsText: string | undefined,
): RpcError | null {
  const readAt = openArguments(argumentsText);
  for (const param of params) {
    const value = readAt(param.path);
    if (value === TWICE) return mismatch("an argument that a Mcp-Param header repeats is named twice.");
    const header = readHeader(request, param.header as Lowercase<string>);
    if (value === null && header === undefined) continue;
    if (value === null) return mismatch("a Mcp-Param header repeats an argument that is not there.");
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
  const readAt = openArguments(argumentsText);
  for (const { header, path } of params) {
    const value = readAt(path);
    if (value !== null && value !== TWICE)
      headers[header] = encodeHeader(value.startsWith('"') ? parseText(value) : value);
  }
  return headers;
}

/** No JSON text: which of two members of one name counts, nobody can tell. */
const TWICE = "twice";

/**
 * Reads the JSON text of the primitive at a place in the arguments; null where there is none, or nothing. Every object is
 * read once, however many places are in it: the arguments may be megabytes, and a tool may name hundreds of places.
 */
function openArguments(text: string | undefined): (path: readonly string[]) => string | null {
  const root: Place = { text, members: undefined, inner: new Map() };
  return (path) => {
    let place = root;
    for (const name of path) {
      place = enter(place, name);
      if (place.text === TWICE) return TWICE;
    }
    const { text: at } = place;
    return at === undefined || at === "null" || at.startsWith("{") || at.startsWith("[") ? null : at;
  };
}

type Place = { text: string | undefined; members: JsonMembers | null | undefined; inner: Map<string, Place> };

function enter(place: Place, name: string): Place {
  const known = place.inner.get(name);
  if (known !== undefined) return known;
  if (place.members === undefined) place.members = place.text === undefined ? null : readMembers(place.text);
  const isTwice = place.members === null && place.text?.startsWith("{") === true;
  const text = isTwice ? TWICE : place.members?.get(name);
  const entered: Place = { text, members: undefined, inner: new Map() };
  place.inner.set(name, entered);
  return entered;
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
