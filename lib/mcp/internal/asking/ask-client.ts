import "#server-only";
import { randomUUID } from "node:crypto";
import { readMembers, writeMembers } from "#lib/kernel/json-members.ts";
import { isObject, type JsonObject, parseJson } from "#lib/kernel/json.ts";
import { writeNotification } from "../protocol.ts";
import { awaitReply, type ReplyOwner } from "./await-reply.ts";
import { toQuestionId } from "./question-id.ts";

/** Who can be asked, on which open stream: a client of the older revisions, whose session says what it can answer. */
export type Asker = {
  owner: ReplyOwner;
  capabilities: JsonObject;
  /** Writes a JSON-RPC message to the stream. */
  send: (message: string) => unknown;
};

/** What the client answered: its result as the bytes that came, or its error. */
export type ClientAnswer = { result: string } | { error: { code: number; message: string } };

export type Question = {
  /** Null when none came in time, or the question was withdrawn. */
  answered: Promise<ClientAnswer | null>;
  /** Tells the client that nobody waits for its answer any longer. */
  withdraw: () => void;
};

/** A person has to read, to think, and maybe to sign in somewhere else. */
const WAIT_MS = 10 * 60_000;

/**
 * Sends a client a request under an id of ours: nobody can guess it, it is good for one answer, and for an answer of this
 * very connection alone, at whichever instance that arrives. Null when too many questions are open.
 */
export function askClient(
  { owner, send }: Asker,
  { method, paramsText }: { method: string; paramsText: string },
): Question | null {
  const pendingId = randomUUID();
  const awaited = awaitReply(pendingId, owner, WAIT_MS);
  if (awaited === null) return null;
  const id = JSON.stringify(toQuestionId(pendingId, owner));
  const withdraw = () => {
    awaited.end();
    send(writeNotification("notifications/cancelled", `{"requestId":${id}}`));
  };
  send(`{"jsonrpc":"2.0","id":${id},"method":${JSON.stringify(method)},"params":${paramsText}}`);
  const answered = awaited.reply.then((text) => (text === null ? null : readAnswer(text)));
  return { answered, withdraw };
}

/** An answer as it travels between instances; the result stays the bytes that came. */
export function writeAnswer(answer: ClientAnswer): string {
  return writeMembers(
    "result" in answer ? [["result", answer.result]] : [["error", JSON.stringify(answer.error)]],
  );
}

function readAnswer(text: string): ClientAnswer | null {
  const members = readMembers(text);
  const result = members?.get("result");
  if (result !== undefined) return { result };
  const error = parseJson(members?.get("error") ?? "")?.value;
  return isObject(error) ? { error: error as { code: number; message: string } } : null;
}
