import "#server-only";
import { getConfig } from "#lib/platform/config/get-config.ts";
import { sha256Hex } from "#lib/platform/crypto/hash-secret.ts";
import { type GuardedFetchOptions, guardedFetch } from "#lib/platform/net/guarded-fetch.ts";
import type { GuardedResponse } from "#lib/platform/net/guarded-response.ts";
import { netError } from "#lib/platform/net/net-error.ts";
import { drain } from "./drain-body.ts";
import { readMessages, type UpstreamMessage } from "./read-message.ts";
import type { LongAnswer } from "./upstream-session.ts";

export type LinkTarget = {
  url: string;
  /** In the clear; null to see how the instance treats a stranger. */
  key: string | null;
  /** Where the key goes: `authorization`, as a bearer token, or a header of the instance's own. */
  keyHeader: string;
  /** Keeps sockets apart: the tenant's id. Those of several keys are kept apart as well. */
  pool: string;
};

type Bounds = Pick<
  GuardedFetchOptions,
  "timeoutMs" | "totalTimeoutMs" | "signal" | "headers" | "maxBytes" | "pool"
>;

export const SHORT_TIMEOUT_MS = 5_000;
const SHORT = { timeoutMs: SHORT_TIMEOUT_MS, totalTimeoutMs: SHORT_TIMEOUT_MS };
const REDACTED = "[redacted]";

/** The way to one instance under one key: what is sent carries the key, and what comes back never shows it. */
export class SessionLink {
  /** Where messages are posted. */
  url: string;
  /** What every request carries. */
  readonly headers: Record<string, string>;
  readonly #pool: string;
  readonly #keyTexts: readonly string[];

  constructor({ url, key, keyHeader, pool }: LinkTarget) {
    this.url = url;
    this.#pool = `${pool} ${key === null ? "" : sha256Hex(key).slice(0, 16)}`;
    this.#keyTexts = key === null ? [] : toKeyTexts(key);
    this.headers = {
      accept: "application/json, text/event-stream",
      "content-type": "application/json",
      ...(key === null ? {} : { [keyHeader]: keyHeader === "authorization" ? `Bearer ${key}` : key }),
    };
  }

  async post(body: string, { headers, ...bounds }: Bounds): Promise<GuardedResponse> {
    return await guardedFetch(this.url, {
      method: "POST",
      headers: headers === undefined ? this.headers : { ...this.headers, ...headers },
      body,
      pool: this.#pool,
      maxBytes: getConfig().mcp.resultBytesMax,
      ...bounds,
    });
  }

  /** Posts what has no answer, reads the reply away, and says its status; null when there was none. */
  async postShort(body: string, headers?: Record<string, string>): Promise<number | null> {
    try {
      const response = await this.post(body, headers === undefined ? SHORT : { ...SHORT, headers });
      await drain(response.body[Symbol.asyncIterator]());
      return response.status;
    } catch {
      return null;
    }
  }

  /** Posts what has no answer; whether the instance took it. */
  async tell(body: string, headers?: Record<string, string>): Promise<boolean> {
    const status = await this.postShort(body, headers);
    return status !== null && status < 300;
  }

  /** Opens the stream of what the instance says unasked; it may live for ever. */
  async get(signal: AbortSignal, timeoutMs: number): Promise<GuardedResponse> {
    const { "content-type": _none, ...headers } = this.headers;
    return await guardedFetch(this.url, {
      headers: { ...headers, accept: "text/event-stream" },
      pool: this.streamPool,
      signal,
      timeoutMs,
      maxBytes: Infinity,
    });
  }

  /** Asks for what came on a stream after an event (MCP 2025-11-25, resumability and redelivery). */
  async resume(lastEventId: string, bounds: Bounds): Promise<GuardedResponse> {
    const { "content-type": _none, ...headers } = this.headers;
    return await guardedFetch(this.url, {
      headers: { ...headers, accept: "text/event-stream", "last-event-id": lastEventId },
      pool: this.#pool,
      maxBytes: getConfig().mcp.resultBytesMax,
      ...bounds,
    });
  }

  /** Streams live long: they have sockets of their own, so that calls find theirs. */
  get streamPool(): string {
    return `${this.#pool} streams`;
  }

  /** Ends the session at the instance, if there is one there. */
  async delete(): Promise<void> {
    const { "content-type": _none, ...headers } = this.headers;
    const options = { ...SHORT, method: "DELETE", headers, pool: this.#pool };
    const response = await guardedFetch(this.url, options).catch(() => undefined);
    response?.body.cancel();
  }

  /**
   * The messages of a text, without our key should the instance have echoed it; of a `long` answer what is left of it.
   * Throws `upstream_failed` where that is too much.
   */
  read(text: string, long?: LongAnswer): UpstreamMessage[] {
    let shown = text;
    for (const keyText of this.#keyTexts) shown = shown.replaceAll(keyText, REDACTED);
    if (long !== undefined) shown = long.shorten(shown);
    if (shown.length > getConfig().mcp.resultBytesMax) throw netError("too_large");
    return readMessages(shown);
  }
}

/** How long an answer may be, in bytes, where one of a certain kind may be longer than others. */
export function answerBytesMax(longMax = 0): number {
  return Math.max(getConfig().mcp.resultBytesMax, longMax);
}

/** The key as it may stand inside a JSON string; a slash may be written in two ways (RFC 8259 section 7). */
function toKeyTexts(key: string): string[] {
  const text = JSON.stringify(key).slice(1, -1);
  return text.includes("/") ? [text, text.replaceAll("/", "\\/")] : [text];
}
