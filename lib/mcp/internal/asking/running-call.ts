import "#server-only";
import { setTimeout as wait } from "node:timers/promises";
import { type JsonMembers, readMembers } from "#lib/kernel/json-members.ts";
import type { JsonObject } from "#lib/kernel/json.ts";
import { log } from "#lib/platform/log/log.ts";
import type { UpstreamQuestion, UpstreamReply, UpstreamSession } from "#lib/upstreams/open-session.ts";
import { CODE } from "../protocol.ts";
import type { Exchange } from "./exchange.ts";
import { findUndeclared } from "./find-undeclared.ts";

type Asked = { question: UpstreamQuestion; via: Pick<UpstreamSession, "respond"> };
/** What a call came to for now: its reply, or questions that must be answered before it goes on. */
export type Leg = { reply: UpstreamReply } | { questions: ReadonlyMap<string, UpstreamQuestion> };

/** Questions that come together are asked together. */
const TOGETHER_MS = 20;
const OPEN_MAX = 16;
const TIMEOUT: UpstreamReply = { ok: false, reason: "timeout" };
const TOO_MANY = { code: CODE.internal, message: "Too many questions are open." };

/**
 * A call at an instance of the older revisions, for a client of 2026-07-28: its questions are kept until the client comes
 * back with the answers. A leg ends with a reply or with questions; between two legs the call costs a socket.
 */
export class RunningCall {
  readonly #controller = new AbortController();
  readonly #open = new Map<string, Asked>();
  readonly #capabilities: JsonObject;
  #asked = 0;
  #reply: UpstreamReply | undefined;
  #news = Promise.withResolvers<void>();

  constructor({ link, request, options }: Exchange, capabilities: JsonObject, totalMs: number) {
    this.#capabilities = capabilities;
    void link
      .request(request, {
        ...options,
        signal: this.#controller.signal,
        timeoutMs: totalMs,
        onRequest: (question, via) => this.#ask(question, via),
        onNotification: (method, params, text) => {
          if (method === "notifications/cancelled") this.#forget(params["requestId"]);
          else if (method !== "notifications/elicitation/complete")
            options.onNotification?.(method, params, text);
        },
      })
      .catch((error: unknown): UpstreamReply => {
        log.error({ err: error }, "a call that may ask failed");
        return { ok: false, reason: "failed" };
      })
      .then((reply) => {
        this.#reply = reply;
        this.#news.resolve();
      });
  }

  /** Waits for the reply or a question; a call that gives neither in time is cancelled at the instance. */
  async next(timeoutMs: number): Promise<Leg> {
    const timer = setTimeout(() => {
      this.#reply ??= TIMEOUT;
      this.cancel();
      this.#news.resolve();
    }, timeoutMs).unref();
    while (this.#reply === undefined && this.#open.size === 0) {
      this.#news = Promise.withResolvers();
      await this.#news.promise;
    }
    clearTimeout(timer);
    if (this.#reply === undefined) await wait(TOGETHER_MS);
    if (this.#reply !== undefined) return { reply: this.#reply };
    return { questions: new Map([...this.#open].map(([key, { question }]) => [key, question])) };
  }

  /** Hands the instance its answers. One that is missing, or no result at all, leaves its question open. */
  answer(responses: JsonMembers): void {
    for (const [key, { question, via }] of this.#open) {
      const result = responses.get(key);
      if (result === undefined || readMembers(result) === null) continue;
      this.#open.delete(key);
      void via.respond(question.id, { result });
    }
  }

  /** Ends the call at the instance. */
  cancel(): void {
    this.#controller.abort();
  }

  #ask(question: UpstreamQuestion, via: Asked["via"]): void {
    const undeclared = findUndeclared(this.#capabilities, question);
    const refusal = undeclared ?? (this.#open.size >= OPEN_MAX ? TOO_MANY : null);
    if (refusal !== null) {
      const { code, message } = refusal;
      return void via.respond(question.id, { error: { code, message } });
    }
    this.#asked += 1;
    this.#open.set(`question-${this.#asked}`, { question, via });
    this.#news.resolve();
  }

  /** The instance itself withdrew a question. */
  #forget(id: unknown): void {
    for (const [key, { question }] of this.#open) if (question.id === id) this.#open.delete(key);
  }
}
