import "#server-only";
import { isObject, type JsonObject, parseJson } from "#lib/kernel/json.ts";
import { type GuardedFetchOptions, guardedFetch } from "#lib/platform/net/guarded-fetch.ts";
import type { GuardedResponse } from "#lib/platform/net/guarded-response.ts";
import { netError } from "#lib/platform/net/net-error.ts";
import { drain, drainWithin } from "./drain-body.ts";
import { type Notify, replaceProgressToken } from "./replace-progress-token.ts";
import { EventReader } from "./session-events.ts";
import { toNetFailure, toStatusFailure, type UpstreamFailure } from "./session-failure.ts";

/** What the instance answered: its result or its JSON-RPC error, every member as it came. */
export type UpstreamReply =
  | { ok: true; result: JsonObject }
  | { ok: true; error: { code: number; message: string; data?: unknown } }
  | UpstreamFailure;

export type RequestOptions = {
  signal?: AbortSignal;
  timeoutMs?: number;
  /** Notifications that belong to this request, the caller's own progress token put back. */
  onNotification?: Notify;
};

export type SessionTarget = { url: string; key: string | null; pool: string };

const TIMEOUT_MS = 120_000;
const SHORT_TIMEOUT_MS = 5_000;
const ANSWER_BYTES_MAX = 8 * 1024 * 1024;
const ASKED_MAX = 16;
const REDACTED = "[redacted]";
const METHOD_NOT_FOUND = { code: -32601, message: "Method not found" };

/** A request under way; `asked` counts what the instance asked of us meanwhile. */
type Pending = { id: number; notify: Notify | undefined; asked: number };

/**
 * One session with one instance under one key (Streamable HTTP, MCP 2025-11-25). Request ids are the session's own:
 * an id used twice at once makes Trinity answer only one of them.
 */
export class Session {
  readonly #target: SessionTarget;
  readonly #headers: Record<string, string>;
  /** The key as it would stand inside a JSON string. */
  readonly #keyText: string | null;
  #lastId = 0;
  #hasSession = false;
  #isClosed = false;

  constructor(target: SessionTarget) {
    this.#target = target;
    this.#keyText = target.key === null ? null : JSON.stringify(target.key).slice(1, -1);
    this.#headers = {
      accept: "application/json, text/event-stream",
      "content-type": "application/json",
      ...(target.key === null ? {} : { authorization: `Bearer ${target.key}` }),
    };
  }

  /** Binds what `initialize` agreed on to every later request. */
  adopt(protocolVersion: string, sessionId: string | undefined): void {
    this.#headers["mcp-protocol-version"] = protocolVersion;
    if (sessionId === undefined) return;
    this.#headers["mcp-session-id"] = sessionId;
    this.#hasSession = true;
  }

  /**
   * Sends a request and waits for its answer. Aborting, or running out of time, tells the instance to stop
   * (`notifications/cancelled`) and gives up the connection. Nothing is retried.
   */
  async request(method: string, params: JsonObject, options: RequestOptions = {}): Promise<UpstreamReply> {
    const { reply, id } = await this.exchange(method, params, options);
    if (!reply.ok && (reply.reason === "aborted" || reply.reason === "timeout")) {
      void this.notify("notifications/cancelled", { requestId: id, reason: reply.reason });
    }
    return reply;
  }

  /** `request` without the cancelling, and with the answer's session id: what `initialize` needs. */
  async exchange(
    method: string,
    params: JsonObject,
    { signal, timeoutMs = TIMEOUT_MS, onNotification }: RequestOptions,
  ): Promise<{ reply: UpstreamReply; id: number; sessionId: string | undefined }> {
    const id = ++this.#lastId;
    const { sent, notify } = replaceProgressToken(params, id, onNotification);
    const pending = { id, notify, asked: 0 };
    let sessionId: string | undefined;
    try {
      const response = await this.#post(
        { jsonrpc: "2.0", id, method, params: sent },
        { timeoutMs, totalTimeoutMs: timeoutMs, ...(signal ? { signal } : {}) },
      );
      sessionId = response.header("mcp-session-id");
      return { reply: await this.#readReply(response, pending), id, sessionId };
    } catch (error) {
      return { reply: toNetFailure(error), id, sessionId };
    }
  }

  /** Sends a notification; whether the instance took it is all there is to know. */
  async notify(method: string, params: JsonObject = {}): Promise<boolean> {
    return await this.#postShort({ jsonrpc: "2.0", method, params });
  }

  /** Ends the session at the instance (DELETE). Never fails: an instance that is gone has no session left. */
  async close(): Promise<void> {
    if (!this.#hasSession || this.#isClosed) return;
    this.#isClosed = true;
    const response = await guardedFetch(this.#target.url, {
      method: "DELETE",
      headers: this.#headers,
      pool: this.#target.pool,
      timeoutMs: SHORT_TIMEOUT_MS,
      totalTimeoutMs: SHORT_TIMEOUT_MS,
    }).catch(() => undefined);
    response?.body.cancel();
  }

  #post(
    message: JsonObject,
    options: Pick<GuardedFetchOptions, "timeoutMs" | "totalTimeoutMs" | "signal">,
  ): Promise<GuardedResponse> {
    return guardedFetch(this.#target.url, {
      method: "POST",
      headers: this.#headers,
      body: JSON.stringify(message),
      pool: this.#target.pool,
      maxBytes: ANSWER_BYTES_MAX,
      ...options,
    });
  }

  async #postShort(message: JsonObject): Promise<boolean> {
    try {
      const response = await this.#post(message, {
        timeoutMs: SHORT_TIMEOUT_MS,
        totalTimeoutMs: SHORT_TIMEOUT_MS,
      });
      await drain(response.body[Symbol.asyncIterator]());
      return response.status < 300;
    } catch {
      return false;
    }
  }

  async #readReply(response: GuardedResponse, pending: Pending): Promise<UpstreamReply> {
    if (response.status !== 200) {
      void drainWithin(response);
      return toStatusFailure(response.status, this.#hasSession);
    }
    const type = response.header("content-type") ?? "";
    if (type.startsWith("application/json")) {
      const reply = this.#take(this.#parse(await response.text()), pending);
      return reply ?? { ok: false, reason: "protocol" };
    }
    if (type.startsWith("text/event-stream")) return await this.#readStream(response, pending);
    response.body.cancel();
    return { ok: false, reason: "protocol" };
  }

  async #readStream(response: GuardedResponse, pending: Pending): Promise<UpstreamReply> {
    const reader = new EventReader();
    const chunks = response.body[Symbol.asyncIterator]();
    for (let next = await chunks.next(); !next.done; next = await chunks.next()) {
      for (const data of reader.read(next.value)) {
        const reply = this.#take(this.#parse(data), pending);
        if (reply === undefined) continue;
        void drainWithin(response, chunks);
        return reply;
      }
    }
    return { ok: false, reason: "protocol" };
  }

  /** What the instance sent, without our key should it have echoed it. */
  #parse(text: string): unknown {
    const shown = this.#keyText === null ? text : text.replaceAll(this.#keyText, REDACTED);
    const parsed = parseJson(shown);
    if (parsed === null) throw netError("bad_body");
    return parsed.value;
  }

  /** The reply, if this message (or one of this batch) is it; everything else is handed to where it belongs. */
  #take(message: unknown, pending: Pending): UpstreamReply | undefined {
    if (Array.isArray(message)) {
      return message.map((one) => this.#take(one, pending)).find((reply) => reply !== undefined);
    }
    if (!isObject(message)) throw netError("bad_body");
    const { id, method, params } = message;
    if (typeof method === "string") {
      if (id === undefined) pending.notify?.(method, isObject(params) ? params : {});
      else if (++pending.asked <= ASKED_MAX && isRequestId(id)) this.#answer(id, method);
      return undefined;
    }
    return id === pending.id ? toReply(message) : undefined;
  }

  // A pooled session declares no capability, so the instance may ask for nothing but a sign of life.
  #answer(id: string | number, method: string): void {
    const body = method === "ping" ? { result: {} } : { error: METHOD_NOT_FOUND };
    void this.#postShort({ jsonrpc: "2.0", id, ...body });
  }
}

function toReply({ result, error }: JsonObject): UpstreamReply {
  if (isObject(result)) return { ok: true, result };
  if (!isObject(error) || !Number.isInteger(error["code"]) || typeof error["message"] !== "string") {
    throw netError("bad_body");
  }
  return { ok: true, error: error as { code: number; message: string } };
}

function isRequestId(id: unknown): id is string | number {
  return typeof id === "string" ? id.length <= 256 : Number.isSafeInteger(id);
}
