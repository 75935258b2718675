import "#server-only";
import { randomUUID } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import { readMembers, writeMembers } from "#lib/kernel/json-members.ts";
import type { UpstreamReply } from "#lib/upstreams/open-session.ts";
import { explainAsking, explainLack } from "../messages.ts";
import { askClient, type Asker, type Question } from "./ask-client.ts";
import type { Exchange, Exchanged } from "./exchange.ts";
import {
  findUndeclaredInput,
  type InputRequest,
  type InputRequired,
  isInputRequired,
  readInput,
  withInput,
} from "./read-input.ts";

const ROUNDS_MAX = 16;
/** Where an instance asks for nothing but to be asked again. */
const PAUSE_MS = 250;
const PROTOCOL: UpstreamReply = { ok: false, reason: "protocol" };

/**
 * Answers a 2026-07-28 instance that wants input, for a client of the older revisions: asks the client on the call's
 * stream, then sends the request again with its answers and the instance's own state, until the result is complete.
 */
export async function askInRounds(given: Exchange, asker: Asker, first: InputRequired): Promise<Exchanged> {
  const { link, request, options, target } = given;
  let reply: UpstreamReply = first;
  for (let round = 0; isInputRequired(reply); round++) {
    if (round === ROUNDS_MAX) return { ok: true, refused: explainAsking("tooManyRounds") };
    const input = readInput(request.method, reply);
    if (input === null) return PROTOCOL;
    const undeclared = findUndeclaredInput(input, asker.capabilities);
    if (undeclared !== null) {
      return { ok: true, refused: explainLack(target.upstreamName, undeclared.lacks) };
    }
    const responses = await askAll(asker, input.requests, options.signal);
    if (options.signal?.aborted) return { ok: false, reason: "aborted" };
    if (responses === null) return { ok: true, refused: explainAsking("notAnswered") };
    const params = withInput(request.params, responses, input.state);
    reply = await link.request({ ...request, params }, options);
  }
  return reply;
}

/** The answers as `inputResponses`; null when one is missing, and then the other questions are withdrawn. */
async function askAll(
  asker: Asker,
  requests: ReadonlyMap<string, InputRequest>,
  signal: AbortSignal | undefined,
): Promise<string | undefined | null> {
  if (requests.size === 0) {
    await wait(PAUSE_MS, undefined, signal ? { signal } : {}).catch(() => undefined);
    return undefined;
  }
  const questions: Question[] = [];
  const withdraw = () => {
    for (const question of questions) question.withdraw();
  };
  signal?.addEventListener("abort", withdraw, { once: true });
  try {
    const asked = [...requests].map(async ([key, request]) => {
      const question = askClient(asker, { method: request.method, paramsText: toLegacyParams(request) });
      if (question !== null) questions.push(question);
      const answer = (await question?.answered) ?? null;
      if (answer === null || "error" in answer) throw new Error("not answered");
      return [key, answer.result] as const;
    });
    return writeMembers(await Promise.all(asked));
  } catch {
    withdraw();
    return null;
  } finally {
    signal?.removeEventListener("abort", withdraw);
  }
}

/** In 2025-11-25 a page to be opened has an id of its own; in 2026-07-28 it has none. */
function toLegacyParams({ params, paramsText }: InputRequest): string {
  if (params["mode"] !== "url" || params["elicitationId"] !== undefined) return paramsText;
  const members = new Map(readMembers(paramsText));
  return writeMembers(members.set("elicitationId", JSON.stringify(randomUUID())));
}
