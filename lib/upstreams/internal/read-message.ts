import "#server-only";
import { type JsonMembers, readElements, readMembers } from "#lib/kernel/json-members.ts";
import { isObject, type JsonObject, parseJson } from "#lib/kernel/json.ts";
import { getConfig } from "#lib/platform/config/get-config.ts";
import { netError } from "#lib/platform/net/net-error.ts";
import type { UpstreamQuestion, UpstreamReply } from "./upstream-session.ts";

type Said = { method: string; params: JsonObject; paramsText: string };

/** One JSON-RPC message of an instance, told apart; `paramsText` and a result's text are as they came. */
export type UpstreamMessage =
  | { kind: "reply"; id: unknown; reply: UpstreamReply }
  | ({ kind: "notification" } & Said)
  | ({ kind: "request" } & UpstreamQuestion);

const ID_LENGTH_MAX = 256;

/**
 * The messages of a text an instance sent: one, or those of a batch (MCP 2025-03-26). Throws `upstream_failed` on what is
 * no JSON-RPC, is too deep, or names a member twice.
 */
export function readMessages(text: string): UpstreamMessage[] {
  const parsed = parseJson(text, getConfig().mcp.depthMax);
  if (parsed === null) throw netError("bad_body");
  if (!Array.isArray(parsed.value)) return toMessages(text, parsed.value);
  const values: readonly unknown[] = parsed.value;
  return (readElements(text) ?? []).flatMap((element, index) => toMessages(element, values[index]));
}

function toMessages(text: string, message: unknown): UpstreamMessage[] {
  const members = readMembers(text);
  if (!isObject(message) || members === null) throw netError("bad_body");
  const { id, method, params } = message;
  if (typeof method !== "string") {
    return [{ kind: "reply", id, reply: toReply(message, members) }];
  }
  const said = isObject(params)
    ? { method, params, paramsText: members.get("params") ?? "{}" }
    : { method, params: {}, paramsText: "{}" };
  if (id === undefined) return [{ kind: "notification", ...said }];
  // What may be asked is decided by its params, and they go on as they came.
  if (readMembers(said.paramsText) === null) throw netError("bad_body");
  return isRequestId(id) ? [{ kind: "request", id, ...said }] : [];
}

function toReply({ result, error }: JsonObject, members: JsonMembers): UpstreamReply {
  if (isObject(result)) return { ok: true, result, text: members.get("result") ?? "{}" };
  if (!isObject(error) || !Number.isInteger(error["code"]) || typeof error["message"] !== "string") {
    throw netError("bad_body");
  }
  const text = members.get("error") ?? "{}";
  return { ok: true, error: { ...(error as { code: number; message: string }), text } };
}

function isRequestId(id: unknown): id is string | number {
  return typeof id === "string" ? id.length <= ID_LENGTH_MAX : Number.isSafeInteger(id);
}
