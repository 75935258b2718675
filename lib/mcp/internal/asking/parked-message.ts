import "#server-only";
import { type JsonMembers, readMembers, writeMembers } from "#lib/kernel/json-members.ts";
import { isObject, parseJson } from "#lib/kernel/json.ts";
import type { UpstreamReply } from "#lib/upstreams/open-session.ts";
import type { RpcError } from "../protocol.ts";

/** What a leg of a parked call came to: the instance's reply, the text of an `input_required`, or no place for it. */
export type Outcome = { reply: UpstreamReply } | { asked: string } | { refused: string | RpcError };

/** What the instance that has the client's retry tells the one that holds the call. */
export type Answers = { responses: JsonMembers; answerTo: string; stopId: string };

export function writeAnswers({ responses, answerTo, stopId }: Answers): string {
  return writeMembers([
    ["responses", writeMembers(responses)],
    ["answerTo", JSON.stringify(answerTo)],
    ["stopId", JSON.stringify(stopId)],
  ]);
}

export function readAnswers(text: string | null): Answers | null {
  const members = text === null ? null : readMembers(text);
  const responses = readMembers(members?.get("responses") ?? "");
  const answerTo = readText(members?.get("answerTo"));
  const stopId = readText(members?.get("stopId"));
  return responses === null || answerTo === null || stopId === null ? null : { responses, answerTo, stopId };
}

/** An outcome as it travels between instances; a result stays the bytes that came. */
export function writeOutcome(outcome: Outcome): string {
  if ("asked" in outcome) return writeMembers([["asked", outcome.asked]]);
  if ("refused" in outcome) return writeMembers([["refused", JSON.stringify(outcome.refused)]]);
  const { reply } = outcome;
  if (reply.ok && "result" in reply) return writeMembers([["result", reply.text]]);
  return writeMembers([["reply", JSON.stringify(reply)]]);
}

/** What `writeOutcome` wrote. */
export function readOutcome(text: string): Outcome {
  const members: JsonMembers = readMembers(text) ?? new Map();
  const asked = members.get("asked");
  if (asked !== undefined) return { asked };
  const refused = members.get("refused");
  if (refused !== undefined) return { refused: JSON.parse(refused) as string | RpcError };
  const result = members.get("result");
  const parsed = result === undefined ? undefined : parseJson(result)?.value;
  if (result !== undefined && isObject(parsed)) return { reply: { ok: true, result: parsed, text: result } };
  return { reply: JSON.parse(members.get("reply") ?? '{"ok":false,"reason":"failed"}') as UpstreamReply };
}

function readText(text: string | undefined): string | null {
  const value = text === undefined ? null : parseJson(text)?.value;
  return typeof value === "string" ? value : null;
}
