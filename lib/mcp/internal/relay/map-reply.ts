import "#server-only";
import { type JsonMembers, readMembers, writeMembers } from "#lib/kernel/json-members.ts";
import { isObject, type JsonObject } from "#lib/kernel/json.ts";
import { META, SERVER_INFO } from "../protocol.ts";

export type Era = "modern" | "legacy";
/** A result of an instance: parsed to decide by, and the bytes that came. */
export type RelayedResult = { result: JsonObject; text: string };

const SERVER_INFO_TEXT = JSON.stringify(SERVER_INFO);
const SERVER_INFO_META = `{${JSON.stringify(META.serverInfo)}:${SERVER_INFO_TEXT}}`;
/** Only MCP 2026-07-28 has them. */
const MODERN_MEMBERS = ["resultType", "ttlMs", "cacheScope"];
/** The results whose client is told how long they hold. */
const CACHED = new Set(["resources/read"]);

/**
 * The JSON-RPC response to a client of that revision. The result's members are the bytes that came; only what the
 * revision demands is put in, and only what it does not know taken out.
 */
export function writeReply(era: Era, idText: string, method: string, relayed: RelayedResult): string {
  const result = era === "modern" ? toModern(method, relayed) : toLegacy(relayed);
  return `{"jsonrpc":"2.0","id":${idText},"result":${result}}`;
}

/** With its `resultType` and who answers; a read resource is this person's alone (MCP 2026-07-28, caching). */
function toModern(method: string, { result, text }: RelayedResult): string {
  const isComplete = result["resultType"] !== "input_required";
  const isCached = CACHED.has(method) && isComplete;
  const own = `"resultType":"complete","_meta":${SERVER_INFO_META}${isCached ? ',"ttlMs":0,"cacheScope":"private"' : ""}`;
  const isPlain = !["_meta", ...MODERN_MEMBERS].some((name) => Object.hasOwn(result, name));
  if (isPlain) return append(text, result, own);
  const members = new Map(toMembers(text, result));
  if (typeof result["resultType"] !== "string") members.set("resultType", '"complete"');
  members.set("_meta", stampMeta(members.get("_meta")));
  if (isCached) {
    if (!isDuration(result["ttlMs"])) members.set("ttlMs", "0");
    members.set("cacheScope", '"private"');
  }
  return writeMembers(members);
}

/** What only 2026-07-28 has is taken from a result that says it is of 2026-07-28; any other goes as it came. */
function toLegacy({ result, text }: RelayedResult): string {
  if (typeof result["resultType"] !== "string") return text;
  const members = new Map(toMembers(text, result));
  for (const name of MODERN_MEMBERS) members.delete(name);
  const { structuredContent } = result;
  if (structuredContent !== undefined && !isObject(structuredContent)) {
    members.set("structuredContent", `{"result":${members.get("structuredContent") ?? "null"}}`);
  }
  const meta = new Map(readMembers(members.get("_meta") ?? "{}") ?? []);
  if (meta.delete(META.serverInfo)) {
    if (meta.size === 0) members.delete("_meta");
    else members.set("_meta", writeMembers(meta));
  }
  return writeMembers(members);
}

function stampMeta(text: string | undefined): string {
  const meta = text === undefined ? null : readMembers(text);
  if (meta === null) return SERVER_INFO_META;
  return writeMembers(new Map(meta).set(META.serverInfo, SERVER_INFO_TEXT));
}

/** The members as they came; of one named twice the last, as whoever parsed it decided. */
function toMembers(text: string, result: JsonObject): JsonMembers {
  return readMembers(text) ?? readMembers(JSON.stringify(result)) ?? new Map();
}

function append(text: string, result: JsonObject, members: string): string {
  const end = text.lastIndexOf("}");
  const isEmpty = Object.keys(result).length === 0;
  return isEmpty ? `{${members}}` : `${text.slice(0, end)},${members}}`;
}

function isDuration(value: unknown): boolean {
  return typeof value === "number" && value >= 0 && Number.isFinite(value);
}
