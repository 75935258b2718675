import "#server-only";
import { setTimeout as pause } from "node:timers/promises";
import type { GuardedResponse } from "#lib/platform/net/guarded-response.ts";
import { netError } from "#lib/platform/net/net-error.ts";
import type { CallExchange } from "./call-exchange.ts";
import { drainWithin } from "./drain-body.ts";
import { readAnswer } from "./read-answer.ts";
import type { StreamMark } from "./session-events.ts";
import { toNetFailure } from "./session-failure.ts";
import { answerBytesMax, type SessionLink } from "./session-link.ts";
import type { LongAnswer, RequestOptions, UpstreamReply } from "./upstream-session.ts";

export const CALL_TIMEOUT_MS = 120_000;

export type Call = {
  body: string;
  exchange: CallExchange;
  headers?: Record<string, string>;
  /** What an answer other than 200 means. */
  onStatus: (response: GuardedResponse) => UpstreamReply | Promise<UpstreamReply>;
  /** Whether a stream that the instance ends before the answer may be asked for its rest. */
  isResumable?: boolean;
};

/**
 * Posts one request and reads its answer; `response` is null when there was none. Nothing is retried. An instance may end
 * the stream and have us come back for the answer (MCP 2025-11-25, sending messages to the server, 6).
 */
export async function callOver(
  link: SessionLink,
  { body, exchange, headers, onStatus, isResumable = false }: Call,
  options: RequestOptions,
): Promise<{ reply: UpstreamReply; response: GuardedResponse | null }> {
  const { signal, timeoutMs = CALL_TIMEOUT_MS, whenReady, long } = options;
  const endsAt = performance.now() + timeoutMs;
  let response: GuardedResponse | null = null;
  try {
    response = await link.post(body, {
      timeoutMs,
      totalTimeoutMs: timeoutMs,
      maxBytes: answerBytesMax(long?.bytesMax),
      ...(signal ? { signal } : {}),
      ...(headers ? { headers } : {}),
    });
    if (response.status !== 200) return { reply: await onStatus(response), response };
    const reading = {
      take: exchange.take.bind(exchange),
      ...(whenReady ? { whenReady } : {}),
      ...(long ? { long } : {}),
      ...(isResumable ? { resume: (mark: StreamMark) => resume(link, mark, { endsAt, signal, long }) } : {}),
    };
    return { reply: await readAnswer(link, response, reading), response };
  } catch (error) {
    return { reply: toNetFailure(error), response };
  }
}

/** The rest of a stream, once the instance wants to be asked for it; null when it has none. */
async function resume(
  link: SessionLink,
  { lastEventId, retryMs }: StreamMark,
  { endsAt, signal, long }: { endsAt: number; signal: AbortSignal | undefined; long: LongAnswer | undefined },
): Promise<GuardedResponse | null> {
  const leftMs = Math.floor(endsAt - performance.now() - retryMs);
  if (leftMs <= 0) throw netError("timeout");
  await pause(retryMs, undefined, signal ? { signal } : {}).catch(() => {
    throw netError("aborted");
  });
  const maxBytes = answerBytesMax(long?.bytesMax);
  const bounds = { timeoutMs: leftMs, totalTimeoutMs: leftMs, maxBytes, ...(signal ? { signal } : {}) };
  const response = await link.resume(lastEventId, bounds);
  const type = response.header("content-type") ?? "";
  if (response.status === 200 && type.startsWith("text/event-stream")) return response;
  void drainWithin(response);
  return null;
}
