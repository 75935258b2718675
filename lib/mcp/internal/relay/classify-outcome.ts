import "#server-only";
import type { CallEnd } from "#lib/activity/record-call.ts";
import { isObject, type JsonObject, parseJson } from "#lib/kernel/json.ts";
import type { UpstreamFailure } from "#lib/upstreams/open-session.ts";
import type { Exchanged } from "../asking/exchange.ts";
import { CODE } from "../protocol.ts";

export type CallJudgement = Pick<CallEnd, "outcome" | "layer" | "reason">;

/** Trinity's own answers of this kind are far smaller; a result beyond it is a result. */
const TEXT_MAX = 4_096;

/**
 * What became of a call, for the ledger; null stands for one that had no key to be made with. A Trinity's denial and a
 * busy agent come as results that read like success; a run it queued is one. Decides nothing on the wire.
 */
export function classifyOutcome(reply: Exchanged | null): CallJudgement {
  if (reply === null) return { outcome: "upstream_failed", reason: "no_key" };
  if ("refused" in reply) return { outcome: "tool_error" };
  if (!reply.ok) return classifyFailure(reply);
  if ("error" in reply) {
    const isAboutArguments = reply.error.code === CODE.invalidParams;
    return { outcome: "tool_error", ...(isAboutArguments ? { reason: "bad_arguments" } : {}) };
  }
  const { result, text } = reply;
  if (result["isError"] === true) return { outcome: "tool_error" };
  if (result["resultType"] === "input_required") return { outcome: "asked" };
  const said = text.length <= TEXT_MAX ? readOnlyText(result) : null;
  if (said?.["error"] === "Access denied") return { outcome: "denied", layer: "instance" };
  return said?.["status"] === "agent_busy" ? { outcome: "tool_error", reason: "busy" } : { outcome: "ok" };
}

function classifyFailure({ reason, net }: UpstreamFailure): CallJudgement {
  if (reason === "aborted") return { outcome: "cancelled", reason: "client" };
  return { outcome: "upstream_failed", reason: net === "too_large" ? net : reason };
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
