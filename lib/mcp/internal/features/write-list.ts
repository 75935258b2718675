import "#server-only";
import { type JsonMembers, readMembers, writeMembers } from "#lib/kernel/json-members.ts";
import { answerText, type McpResponse } from "../http.ts";
import type { RpcRequest } from "../parse-message.ts";
import { META, SERVER_INFO } from "../protocol.ts";

type List = { era: "modern" | "legacy"; message: RpcRequest; members: JsonMembers; ttlMs: number };

/** What 2026-07-28 adds to a list, which the older revisions do not know. */
const ADDED = ["resultType", "ttlMs", "cacheScope"];

/** A list in the caller's revision, its entries as they are; it is the caller's alone (MCP 2026-07-28, caching). */
export function answerList({ era, message, members, ttlMs }: List): McpResponse {
  const rest = [...members].filter(([name]) => !ADDED.includes(name) && name !== "_meta");
  const meta = new Map(readMembers(members.get("_meta") ?? "{}") ?? []);
  meta.delete(META.serverInfo);
  if (era === "modern") {
    meta.set(META.serverInfo, JSON.stringify(SERVER_INFO));
    rest.push(["resultType", '"complete"'], ["ttlMs", String(ttlMs)], ["cacheScope", '"private"']);
  }
  if (meta.size > 0) rest.push(["_meta", writeMembers(meta)]);
  const text = `{"jsonrpc":"2.0","id":${message.idText},"result":${writeMembers(rest)}}`;
  return answerText(200, text);
}
