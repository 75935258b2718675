import "#server-only";
import { randomUUID } from "node:crypto";
import { writeMembers } from "#lib/kernel/json-members.ts";
import type { JsonObject } from "#lib/kernel/json.ts";
import { log } from "#lib/platform/log/log.ts";
import type { UpstreamQuestion } from "#lib/upstreams/open-session.ts";
import { holdAccess } from "../hold-access.ts";
import { takePlace, toHolder } from "../limits/take-place.ts";
import { explainAsking } from "../messages.ts";
import { type AwaitedReply, awaitReply } from "./await-reply.ts";
import { deliverReply } from "./deliver-reply.ts";
import type { Exchange } from "./exchange.ts";
import { type Outcome, readAnswers, writeOutcome } from "./parked-message.ts";
import { RunningCall } from "./running-call.ts";
import { sealState, type StatePlace } from "./seal-state.ts";

/** How long a call waits for its client to come back, between two legs. */
const PARKED_MS = 4 * 60_000;
/** And how long it may take altogether, questions and all. */
const TOTAL_MS = 30 * 60_000;

/**
 * Sends a request that may ask. What it asks becomes an `input_required` for the client, and the call is parked: it stays
 * open at the instance until answers come (`answerParked`, at any instance of ours), its time is over, its connection is
 * revoked or this process ends.
 */
export async function parkWhileAsked(
  given: Exchange,
  capabilities: JsonObject,
  place: StatePlace,
): Promise<Outcome> {
  const { options, context } = given;
  const call = new RunningCall(given, capabilities, TOTAL_MS);
  const cancel = () => call.cancel();
  options.signal?.addEventListener("abort", cancel, { once: true });
  if (options.signal?.aborted) cancel();
  try {
    const parked = new ParkedCall(call, place, options.timeoutMs ?? PARKED_MS);
    return await parked.run((cut) => holdAccess(context.actor, context.since, cut));
  } finally {
    options.signal?.removeEventListener("abort", cancel);
  }
}

/** Holds something until what it returns lets go; `cut` says that it is lost. */
type Hold = (cut: () => void) => () => void;

class ParkedCall {
  readonly #call: RunningCall;
  readonly #place: StatePlace;
  readonly #legMs: number;
  #letGo: (() => void) | undefined;
  #awaited: AwaitedReply | undefined;

  constructor(call: RunningCall, place: StatePlace, legMs: number) {
    this.#call = call;
    this.#place = place;
    this.#legMs = legMs;
  }

  /** One leg. When it ends in questions the call is parked, and `hold` says what to hold from then on. */
  async run(hold?: Hold): Promise<Outcome> {
    const leg = await this.#call.next(this.#legMs);
    if ("reply" in leg) {
      this.#end();
      return leg;
    }
    const parkedId = randomUUID();
    const awaited = awaitReply(parkedId, this.#place, PARKED_MS);
    if (awaited === null || (this.#letGo === undefined && !this.#takePlace(hold))) {
      awaited?.end();
      this.#call.cancel();
      this.#end();
      return { refused: explainAsking("tooMany") };
    }
    this.#awaited = awaited;
    void this.#attend(awaited).catch((error: unknown) => {
      log.warn({ err: error }, "a call that waited for answers was given up");
      this.#call.cancel();
      this.#end();
    });
    return {
      asked: writeQuestions(leg.questions, sealState({ kind: "parked", held: parkedId }, this.#place)),
    };
  }

  async #attend(awaited: AwaitedReply): Promise<void> {
    const answers = readAnswers(await awaited.reply);
    if (answers === null) {
      this.#call.cancel();
      this.#end();
      return;
    }
    const stop = awaitReply(answers.stopId, this.#place, this.#legMs);
    void stop?.reply.then((text) => text !== null && this.#call.cancel());
    this.#call.answer(answers.responses);
    const outcome = await this.run();
    stop?.end();
    const sent = await deliverReply(answers.answerTo, this.#place, writeOutcome(outcome));
    if (sent === "too_large") {
      await deliverReply(answers.answerTo, this.#place, writeOutcome({ refused: explainAsking("tooLarge") }));
    }
  }

  #takePlace(hold: Hold | undefined): boolean {
    const leave = takePlace("parked", { ...toHolder(this.#place), instance: this.#place.upstreamId });
    if (leave === null) return false;
    // Nobody can answer any more: it need not wait until its time is over.
    const letGo = hold?.(() => {
      this.#call.cancel();
      this.#awaited?.end();
    });
    this.#letGo = () => {
      leave();
      letGo?.();
    };
    return true;
  }

  #end(): void {
    this.#letGo?.();
    this.#letGo = undefined;
  }
}

function writeQuestions(questions: ReadonlyMap<string, UpstreamQuestion>, requestState: string): string {
  const inputRequests = [...questions].map(
    ([key, { method, paramsText }]) =>
      [
        key,
        writeMembers([
          ["method", JSON.stringify(method)],
          ["params", paramsText],
        ]),
      ] as const,
  );
  return writeMembers([
    ["resultType", '"input_required"'],
    ["inputRequests", writeMembers(inputRequests)],
    ["requestState", JSON.stringify(requestState)],
  ]);
}
