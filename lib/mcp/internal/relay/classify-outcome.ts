import "#server-only";
import { isObject, type JsonObject, parseJson } from "#lib/kernel/json.ts";
import type { UpstreamReply } from "#lib/upstreams/open-session.ts";

/**
 * What became of a call, as the organisation reads it. `denied`, `busy` and `queued` are what a Trinity says in a result
 * that reads like success; `error` is a JSON-RPC error, `unavailable` no answer at all.
 */
export type CallOutcome =
  | "ok"
  | "tool_error"
  | "denied"
  | "busy"
  | "queued"
  | "error"
  | "cancelled"
  | "unavailable";

/** Trinity's own answers of this kind are far smaller; a result beyond it is a result. */
const TEXT_MAX = 4_096;

/** Names an answer's outcome; null stands for a call that had no key to be made with. Decides nothing on the wire. */
export function classifyOutcome(reply: UpstreamReply | null): CallOutcome {
  if (reply === null) return "unavailable";
  if (!reply.ok) return reply.reason === "aborted" ? "cancelled" : "unavailable";
  if ("error" in reply) return "error";
  if (reply.result["isError"] === true) return "tool_error";
  const said = reply.text.length <= TEXT_MAX ? readOnlyText(reply.result) : null;
  if (said === null) return "ok";
  if (said["error"] === "Access denied") return "denied";
  if (said["status"] === "agent_busy") return "busy";
  return said["status"] === "queued_timeout" ? "queued" : "ok";
}

/** The object a result's one text block is, as Trinity writes all its results. */
function readOnlyText({ content }: JsonObject): JsonObject | null {
  if (!Array.isArray(content) || content.length !== 1) return null;
  const block: unknown = content[0];
  if (!isObject(block) || typeof block["text"] !== "string" || !block["text"].startsWith("{")) return null;
  if (!/"(?:error|status)"/.test(block["text"])) return null;
  const said = parseJson(block["text"])?.value;
  return isObject(said) ? said : null;
}
