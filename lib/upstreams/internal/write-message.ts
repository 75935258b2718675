import "#server-only";
import { type JsonMembers, writeMembers } from "#lib/kernel/json-members.ts";

export type OwnedMeta = { meta: JsonMembers; progressToken: string | undefined };

/**
 * The caller's `_meta` with the session's own progress token, or with none where nobody would hear of the progress; and
 * the caller's token, to be put back.
 */
export function ownProgress(id: number, meta: JsonMembers | undefined, isHeard: boolean): OwnedMeta {
  const progressToken = meta?.get("progressToken");
  if (meta === undefined || progressToken === undefined) return { meta: meta ?? new Map(), progressToken };
  const own = new Map(meta);
  if (isHeard) own.set("progressToken", String(id));
  else own.delete("progressToken");
  return { meta: own, progressToken };
}

/** The text of a request. `params` is the text of an object, taken as it is, and gets `meta` as its `_meta`. */
export function writeRequest(id: number, method: string, params: string, meta: JsonMembers): string {
  return `{"jsonrpc":"2.0","id":${id},"method":${JSON.stringify(method)},"params":${addMeta(params, meta)}}`;
}

/** The text of a notification. */
export function writeNotification(method: string, params: string): string {
  return `{"jsonrpc":"2.0","method":${JSON.stringify(method)},"params":${params}}`;
}

/** The text of the answer to a request of the instance's. */
export function writeAnswer(
  id: string | number,
  answer: { result: string } | { error: { code: number; message: string } },
): string {
  const body = "result" in answer ? `"result":${answer.result}` : `"error":${JSON.stringify(answer.error)}`;
  return `{"jsonrpc":"2.0","id":${JSON.stringify(id)},${body}}`;
}

function addMeta(params: string, meta: JsonMembers): string {
  if (meta.size === 0) return params;
  const members = params.trim().slice(1, -1);
  const separator = members.trim() === "" ? "" : ",";
  return `{${members}${separator}"_meta":${writeMembers(meta)}}`;
}
