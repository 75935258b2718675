import "#server-only";
import type { GuardedResponse } from "#lib/platform/net/guarded-response.ts";
import { drainWithin } from "./drain-body.ts";
import type { UpstreamMessage } from "./read-message.ts";
import { makeListener, readStream } from "./read-stream.ts";
import { toNetFailure, type UpstreamFailure } from "./session-failure.ts";
import type { SessionLink } from "./session-link.ts";
import type { Listening, ListenOptions, UpstreamReply } from "./upstream-session.ts";

const ACKNOWLEDGED = "notifications/subscriptions/acknowledged";
const ACKNOWLEDGE_MS = 15_000;

type Subscription = {
  id: number;
  body: string;
  headers: Record<string, string>;
  onStatus: (response: GuardedResponse) => Promise<UpstreamReply>;
};

/**
 * Opens `subscriptions/listen` (MCP 2026-07-28): listening begins with the instance's acknowledgement, which is handed on
 * as the first notification, and ends with the stream or with a result.
 */
export async function listenModern(
  link: SessionLink,
  { id, body, headers, onStatus }: Subscription,
  options: ListenOptions,
): Promise<Listening> {
  const ending = new AbortController();
  const signal = AbortSignal.any([options.signal, ending.signal]);
  const acknowledged = Promise.withResolvers<UpstreamFailure | null>();
  const timer = setTimeout(() => acknowledged.resolve({ ok: false, reason: "timeout" }), ACKNOWLEDGE_MS);
  try {
    const response = await link.post(body, {
      headers,
      signal,
      timeoutMs: ACKNOWLEDGE_MS,
      maxBytes: Infinity,
      pool: link.streamPool,
    });
    if (response.status !== 200) return toFailure(await onStatus(response));
    if (!response.header("content-type")?.startsWith("text/event-stream")) {
      void drainWithin(response);
      return { ok: false, reason: "protocol" };
    }
    const listener = makeListener({ respond: () => Promise.resolve(false) }, options);
    const take = (message: UpstreamMessage) => {
      if (message.kind === "notification" && message.method === ACKNOWLEDGED) acknowledged.resolve(null);
      if (message.kind === "reply" && message.id === id) {
        acknowledged.resolve(toFailure(message.reply));
        return ending.abort();
      }
      listener(message);
    };
    const ended = readStream(link, response, take);
    void ended.then(() => acknowledged.resolve({ ok: false, reason: "protocol" }));
    const failure = await acknowledged.promise;
    if (failure === null) return { ok: true, ended };
    ending.abort();
    return failure;
  } catch (error) {
    return toNetFailure(error);
  } finally {
    clearTimeout(timer);
  }
}

function toFailure(reply: UpstreamReply): UpstreamFailure {
  return reply.ok ? { ok: false, reason: "protocol" } : reply;
}
