import "#server-only";
import { getConfig } from "#lib/platform/config/get-config.ts";
import type { GuardedResponse } from "#lib/platform/net/guarded-response.ts";
import { answerOrAsk } from "./call-exchange.ts";
import { Pace } from "./pace.ts";
import type { UpstreamMessage } from "./read-message.ts";
import { EventReader } from "./session-events.ts";
import type { SessionLink } from "./session-link.ts";
import type { ListenOptions, UpstreamSession } from "./upstream-session.ts";

const ASKED_MAX = 16;
const ASKED_REFILL_MS = 1_000;

/** So many bytes count like one message. */
const BYTES_OF_MESSAGE = 8_192;

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
      await pace.take(cost);
    }
  } catch {
    response.body.cancel();
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
