import "#server-only";
import { getConfig } from "#lib/platform/config/get-config.ts";
import { type GuardedFetchOptions, guardedFetch } from "#lib/platform/net/guarded-fetch.ts";
import type { GuardedResponse } from "#lib/platform/net/guarded-response.ts";
import { drain, drainWithin } from "./drain-body.ts";
import { readMessages, type UpstreamMessage } from "./read-message.ts";
import { EventReader } from "./session-events.ts";
import type { RequestOptions, UpstreamReply } from "./upstream-session.ts";

export type LinkTarget = {
  url: string;
  /** In the clear; null to see how the instance treats a stranger. */
  key: string | null;
  /** Where the key goes: `authorization`, as a bearer token, or a header of the instance's own. */
  keyHeader: string;
  /** Keeps sockets apart: the tenant's id. */
  pool: string;
};

type Bounds = Pick<GuardedFetchOptions, "timeoutMs" | "totalTimeoutMs" | "signal" | "headers">;

export const SHORT_TIMEOUT_MS = 5_000;
const REDACTED = "[redacted]";

/** The way to one instance under one key: what is sent carries the key, and what comes back never shows it. */
export class SessionLink {
  readonly url: string;
  /** What every request carries. */
  readonly headers: Record<string, string>;
  readonly #pool: string;
  readonly #keyTexts: readonly string[];

  constructor({ url, key, keyHeader, pool }: LinkTarget) {
    this.url = url;
    this.#pool = pool;
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

  /** Posts what has no answer; whether the instance took it is all there is to know. */
  async postShort(body: string): Promise<boolean> {
    try {
      const bounds = { timeoutMs: SHORT_TIMEOUT_MS, totalTimeoutMs: SHORT_TIMEOUT_MS };
      const response = await this.post(body, bounds);
      await drain(response.body[Symbol.asyncIterator]());
      return response.status < 300;
    } catch {
      return false;
    }
  }

  /** A request without a body. */
  async ask(method: "GET" | "DELETE", bounds: Bounds & { maxBytes?: number }): Promise<GuardedResponse> {
    const { "content-type": _none, ...headers } = this.headers;
    return await guardedFetch(this.url, { ...bounds, method, headers, pool: this.#pool });
  }

  /** The messages of a text, without our key should the instance have echoed it. */
  read(text: string): UpstreamMessage[] {
    let shown = text;
    for (const keyText of this.#keyTexts) shown = shown.replaceAll(keyText, REDACTED);
    return readMessages(shown);
  }

  /**
   * Reads a 200 answer until `take` says which message is the reply; without one it is no MCP. Of a stream, no more is
   * read than `whenReady` lets.
   */
  async readAnswer(
    response: GuardedResponse,
    take: (message: UpstreamMessage) => UpstreamReply | undefined,
    whenReady?: RequestOptions["whenReady"],
  ): Promise<UpstreamReply> {
    const type = response.header("content-type") ?? "";
    if (type.startsWith("application/json")) {
      return takeAll(this.read(await response.text()), take) ?? { ok: false, reason: "protocol" };
    }
    if (!type.startsWith("text/event-stream")) {
      response.body.cancel();
      return { ok: false, reason: "protocol" };
    }
    const events = new EventReader();
    const chunks = response.body[Symbol.asyncIterator]();
    for (let next = await chunks.next(); !next.done; next = await chunks.next()) {
      for (const data of events.read(next.value)) {
        const reply = takeAll(this.read(data), take);
        if (reply === undefined) continue;
        void drainWithin(response, chunks);
        return reply;
      }
      await whenReady?.();
    }
    return { ok: false, reason: "protocol" };
  }
}

function takeAll(
  messages: readonly UpstreamMessage[],
  take: (message: UpstreamMessage) => UpstreamReply | undefined,
): UpstreamReply | undefined {
  let reply: UpstreamReply | undefined;
  for (const message of messages) reply = take(message) ?? reply;
  return reply;
}

/** The key as it may stand inside a JSON string; a slash may be written in two ways (RFC 8259 section 7). */
function toKeyTexts(key: string): string[] {
  const text = JSON.stringify(key).slice(1, -1);
  return text.includes("/") ? [text, text.replaceAll("/", "\\/")] : [text];
}
