import "#server-only";
import { randomUUID } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import { readMembers } from "#lib/kernel/json-members.ts";
import { explainAsking } from "../messages.ts";
import { awaitReply } from "./await-reply.ts";
import { deliverReply, takeBack } from "./deliver-reply.ts";
import type { Exchange } from "./exchange.ts";
import { type Outcome, readOutcome, writeAnswers } from "./parked-message.ts";

/** The instance that holds the call fetches in milliseconds, or within a second while it hears nothing. */
const FETCHED_MS_MAX = 3_000;
const LEG_MS = 5 * 60_000;

/**
 * Takes a client's answers to the parked call they are for, wherever it is held, and waits for what comes of them. A call
 * that is no longer there (answered before, too late, its process gone) says so.
 */
export async function answerParked(given: Exchange, parkedId: string): Promise<Outcome> {
  const { context, message, options } = given;
  const { actor } = context;
  const { timeoutMs = LEG_MS, signal } = options;
  const [answerTo, stopId] = [randomUUID(), randomUUID()];
  const awaited = awaitReply(answerTo, actor, timeoutMs);
  if (awaited === null) return { refused: explainAsking("tooMany") };
  const responses = readMembers(message.members.get("inputResponses") ?? "{}") ?? new Map<string, string>();
  const stop = () => {
    awaited.end();
    void deliverReply(stopId, actor, "stop").catch(() => undefined);
  };
  try {
    const sent = await deliverReply(parkedId, actor, writeAnswers({ responses, answerTo, stopId }));
    if (sent === "too_large") return { refused: explainAsking("tooLarge") };
    if (sent === "refused" || sent === "too_many") return { refused: explainAsking("gone") };
    signal?.addEventListener("abort", stop, { once: true });
    if (signal?.aborted) stop();
    if (sent === "sent" && !(await isFetched(awaited.reply, parkedId, given)))
      return { refused: explainAsking("gone") };
    const outcome = await awaited.reply;
    if (outcome !== null) return readOutcome(outcome);
    return { reply: { ok: false, reason: signal?.aborted === true ? "aborted" : "timeout" } };
  } finally {
    signal?.removeEventListener("abort", stop);
    awaited.end();
  }
}

/** Whether some instance took the answers: it replied, or they no longer lie there. */
async function isFetched(reply: Promise<string | null>, id: string, { context }: Exchange): Promise<boolean> {
  const none = Symbol("none");
  const first = await Promise.race([reply, wait(FETCHED_MS_MAX, none, { ref: false })]);
  return first !== none || !(await takeBack(id, context.actor));
}
