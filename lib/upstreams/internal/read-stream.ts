import "#server-only";
import { setTimeout as sleep } from "node:timers/promises";
import { getConfig } from "#lib/platform/config/get-config.ts";
import type { GuardedResponse } from "#lib/platform/net/guarded-response.ts";
import { answerOrAsk } from "./call-exchange.ts";
import type { UpstreamMessage } from "./read-message.ts";
import { EventReader } from "./session-events.ts";
import type { SessionLink } from "./session-link.ts";
import type { ListenOptions, UpstreamSession } from "./upstream-session.ts";

const ASKED_MAX = 16;
const ASKED_REFILL_MS = 1_000;

/** What an instance may say unasked at once, and a second from then on; so many bytes count like one message. */
const BURST = 2_000;
const PER_SECOND = 200;
const BYTES_OF_MESSAGE = 8_192;
const PAUSE_MS_MAX = 1_000;

/**
 * Reads a stream that may live for ever and hands on every message of it, more slowly the more there is: nobody waits for
 * these, and reading them is time taken from everybody. Resolves when it is over, however that came; one event longer than
 * a result may be ends it.
 */
export async function readStream(
  link: SessionLink,
  response: GuardedResponse,
  take: (message: UpstreamMessage) => void,
): Promise<void> {
  const events = new EventReader(getConfig().mcp.resultBytesMax);
  const pace = new Pace();
  try {
    for await (const chunk of response.body) {
      let cost = chunk.byteLength / BYTES_OF_MESSAGE;
      for (const { data } of events.read(chunk)) {
        for (const message of link.read(data)) {
          cost += 1;
          take(message);
        }
      }
      const pauseMs = pace.take(cost);
      if (pauseMs > 0) await sleep(pauseMs, undefined, { ref: false });
    }
  } catch {
    response.body.cancel();
  }
}

/** How long to wait before more is read. */
class Pace {
  #left = BURST;
  #at = performance.now();

  take(cost: number): number {
    const now = performance.now();
    this.#left = Math.min(BURST, this.#left + ((now - this.#at) / 1_000) * PER_SECOND) - cost;
    this.#at = now;
    // What is owed is forgiven beyond a pause, so that the end of the stream is noticed.
    if (this.#left >= 0) return 0;
    const pauseMs = Math.min(PAUSE_MS_MAX, (-this.#left / PER_SECOND) * 1_000);
    this.#left = Math.max(this.#left, -PER_SECOND);
    return pauseMs;
  }
}

/** What becomes of a message that belongs to no call. Of questions sixteen, and one more every second, are taken. */
export function makeListener(
  via: Pick<UpstreamSession, "respond">,
  { onNotification, onRequest }: Pick<ListenOptions, "onNotification" | "onRequest">,
): (message: UpstreamMessage) => void {
  let left = ASKED_MAX;
  let filledAt = Date.now();
  return (message) => {
    if (message.kind === "notification") {
      return onNotification(message.method, message.params, message.paramsText);
    }
    if (message.kind === "reply") return;
    const more = Math.floor((Date.now() - filledAt) / ASKED_REFILL_MS);
    left = Math.min(ASKED_MAX, left + more);
    filledAt += more * ASKED_REFILL_MS;
    if (left > 0) answerOrAsk(message, via, onRequest);
    left = Math.max(0, left - 1);
  };
}
