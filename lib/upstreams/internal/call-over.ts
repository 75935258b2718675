import "#server-only";
import type { GuardedResponse } from "#lib/platform/net/guarded-response.ts";
import type { CallExchange } from "./call-exchange.ts";
import { readAnswer } from "./read-answer.ts";
import { toNetFailure } from "./session-failure.ts";
import type { SessionLink } from "./session-link.ts";
import type { RequestOptions, UpstreamReply } from "./upstream-session.ts";

export const CALL_TIMEOUT_MS = 120_000;

export type Call = {
  body: string;
  exchange: CallExchange;
  headers?: Record<string, string>;
  /** What an answer other than 200 means. */
  onStatus: (response: GuardedResponse) => UpstreamReply | Promise<UpstreamReply>;
};

/** Posts one request and reads its answer; `response` is null when there was none. Nothing is retried. */
export async function callOver(
  link: SessionLink,
  { body, exchange, headers, onStatus }: Call,
  { signal, timeoutMs = CALL_TIMEOUT_MS, whenReady }: RequestOptions,
): Promise<{ reply: UpstreamReply; response: GuardedResponse | null }> {
  let response: GuardedResponse | null = null;
  try {
    response = await link.post(body, {
      timeoutMs,
      totalTimeoutMs: timeoutMs,
      ...(signal ? { signal } : {}),
      ...(headers ? { headers } : {}),
    });
    if (response.status !== 200) return { reply: await onStatus(response), response };
    const reading = { take: exchange.take.bind(exchange), ...(whenReady ? { whenReady } : {}) };
    return { reply: await readAnswer(link, response, reading), response };
  } catch (error) {
    return { reply: toNetFailure(error), response };
  }
}
