import "#server-only";
import { isObject, type JsonObject } from "#lib/kernel/json.ts";
import type { RequestId } from "./internal/http.ts";
import { META, SERVER_INFO } from "./internal/protocol.ts";

/** A JSON-RPC response in the caller's revision: 2026-07-28 adds `resultType` and who answered, nothing is taken away. */
export function mapResult(era: "modern" | "legacy", id: RequestId, result: JsonObject): JsonObject {
  if (era === "legacy") return { jsonrpc: "2.0", id, result };
  const meta = isObject(result["_meta"]) ? result["_meta"] : {};
  return {
    jsonrpc: "2.0",
    id,
    result: { ...result, resultType: "complete", _meta: { ...meta, [META.serverInfo]: SERVER_INFO } },
  };
}

/** A tool result that says in words why the call did not go through. */
export function toToolError(text: string): JsonObject {
  return { content: [{ type: "text", text }], isError: true };
}
