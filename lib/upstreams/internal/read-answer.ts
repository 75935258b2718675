import "#server-only";
import { setImmediate as turn } from "node:timers/promises";
import type { GuardedResponse } from "#lib/platform/net/guarded-response.ts";
import { netError } from "#lib/platform/net/net-error.ts";
import { drainWithin } from "./drain-body.ts";
import type { UpstreamMessage } from "./read-message.ts";
import { EventReader, type StreamMark } from "./session-events.ts";
import { answerBytesMax, type SessionLink } from "./session-link.ts";
import type { LongAnswer, RequestOptions, UpstreamReply } from "./upstream-session.ts";

type Take = (message: UpstreamMessage) => UpstreamReply | undefined;
type Reading = {
  take: Take;
  whenReady?: RequestOptions["whenReady"];
  dribbleMs?: number;
  long?: LongAnswer;
  /** Asks for the rest of a stream the instance ended before its answer; null when there is none. */
  resume?: (mark: StreamMark) => Promise<GuardedResponse | null>;
};
type Read = { reply: UpstreamReply } | { mark: StreamMark | undefined };

/** What has begun to arrive is there within this time; how long an instance thinks before is the call's deadline. */
const DRIBBLE_MS = 30_000;
/** Of the messages on a stream, so many are read before everybody else has a turn. */
const MESSAGES_A_TURN = 500;
const NO_REPLY: UpstreamReply = { ok: false, reason: "protocol" };

/**
 * Reads an answer, JSON or event stream, until `take` says which message is the reply; without one it is no MCP. A stream
 * that is over before is asked for its rest, where it can be. Throws the errors of the guarded fetch, and its time-out
 * when a message that began to arrive does not end.
 */
export async function readAnswer(
  link: SessionLink,
  first: GuardedResponse,
  reading: Reading,
): Promise<UpstreamReply> {
  let response: GuardedResponse | null = first;
  while (response !== null) {
    const read = await readOne(link, response, reading);
    if ("reply" in read) return read.reply;
    response = read.mark === undefined ? null : ((await reading.resume?.(read.mark)) ?? null);
  }
  return NO_REPLY;
}

async function readOne(
  link: SessionLink,
  response: GuardedResponse,
  { take, whenReady, long, dribbleMs = DRIBBLE_MS }: Reading,
): Promise<Read> {
  const type = response.header("content-type") ?? "";
  const clock = new DribbleClock(response, dribbleMs);
  try {
    if (type.startsWith("application/json")) {
      if (!response.body.isWhole) clock.start();
      return { reply: takeAll(link.read(await response.text(), long), take) ?? NO_REPLY };
    }
    if (type.startsWith("text/event-stream")) {
      return await readStream({ link, response, clock }, { take, whenReady, ...(long ? { long } : {}) });
    }
  } catch (error) {
    throw clock.isOver ? netError("timeout") : error;
  } finally {
    clock.stop();
  }
  response.body.cancel();
  return { reply: NO_REPLY };
}

async function readStream(
  { link, response, clock }: { link: SessionLink; response: GuardedResponse; clock: DribbleClock },
  { take, whenReady, long }: Reading,
): Promise<Read> {
  const events = new EventReader(answerBytesMax(long?.bytesMax));
  const chunks = response.body[Symbol.asyncIterator]();
  let messages = 0;
  for (let next = await chunks.next(); !next.done; next = await chunks.next()) {
    for (const { data } of events.read(next.value)) {
      const reply = takeAll(link.read(data, long), take);
      messages += 1;
      if (reply === undefined) continue;
      void drainWithin(response, chunks);
      return { reply };
    }
    clock.stop();
    const ready = whenReady?.();
    if (ready !== undefined) await ready;
    if (messages >= MESSAGES_A_TURN) {
      messages = 0;
      await turn();
    }
    if (events.isWithin) clock.start();
  }
  return { mark: events.mark };
}

/** Cuts a body whose current message takes too long. */
class DribbleClock {
  readonly #response: GuardedResponse;
  readonly #delayMs: number;
  #timer: NodeJS.Timeout | undefined;
  isOver = false;

  constructor(response: GuardedResponse, delayMs: number) {
    this.#response = response;
    this.#delayMs = delayMs;
  }

  start(): void {
    this.#timer ??= setTimeout(() => {
      this.isOver = true;
      this.#response.body.cancel();
    }, this.#delayMs).unref();
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}

function takeAll(messages: readonly UpstreamMessage[], take: Take): UpstreamReply | undefined {
  let reply: UpstreamReply | undefined;
  for (const message of messages) reply = take(message) ?? reply;
  return reply;
}
