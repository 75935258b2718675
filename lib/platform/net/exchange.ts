import "#server-only";
import type { Dispatcher } from "undici";
import type { DomainError } from "#lib/kernel/errors.ts";
import { GuardedBody } from "./guarded-body.ts";
import { GuardedResponse } from "./guarded-response.ts";
import { type NetReason, netError, toNetError } from "./net-error.ts";

export type ExchangeLimits = {
  timeoutMs: number;
  totalTimeoutMs: number | undefined;
  maxBytes: number;
  signal: AbortSignal | undefined;
};

const TIMER_MS_MAX = 2_147_483_647;

type RawHeaders = Parameters<NonNullable<Dispatcher.DispatchHandler["onResponseStart"]>>[2];

/** One request and its answer: the first limit that is passed ends both, and the caller learns which. */
export class Exchange implements Dispatcher.DispatchHandler {
  readonly response: Promise<GuardedResponse>;
  readonly #limits: ExchangeLimits;
  readonly #settle: PromiseWithResolvers<GuardedResponse>;
  readonly #onAbort = () => this.#fail("aborted");
  readonly #headersTimer: NodeJS.Timeout | undefined;
  readonly #totalTimer: NodeJS.Timeout | undefined;
  #controller: Dispatcher.DispatchController | undefined;
  #body: GuardedBody | undefined;
  #received = 0;
  #failure: DomainError | undefined;
  #isDone = false;

  constructor(limits: ExchangeLimits) {
    this.#limits = limits;
    this.#settle = Promise.withResolvers();
    this.response = this.#settle.promise;
    const { timeoutMs, totalTimeoutMs = Infinity } = limits;
    if (timeoutMs < totalTimeoutMs) this.#headersTimer = this.#failAfter(timeoutMs);
    this.#totalTimer = this.#failAfter(totalTimeoutMs);
    if (limits.signal?.aborted) this.#onAbort();
    else limits.signal?.addEventListener("abort", this.#onAbort, { once: true });
  }

  get isDone(): boolean {
    return this.#isDone;
  }

  // A call that ended while it waited for a socket is stopped here, before a byte of it is written.
  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#failure !== undefined) controller.abort(this.#failure);
  }

  onResponseStart(controller: Dispatcher.DispatchController, status: number, headers: RawHeaders): void {
    if (status < 200 || this.#isDone) return;
    clearTimeout(this.#headersTimer);
    const refusal = this.#findRefusal(status, headers);
    if (refusal !== undefined) return this.#fail(refusal);
    this.#body = new GuardedBody({
      pause: () => controller.pause(),
      resume: () => controller.resume(),
      cancel: () => this.#fail("aborted"),
    });
    this.#settle.resolve(new GuardedResponse(status, headers, this.#body));
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Uint8Array): void {
    if (this.#isDone) return;
    this.#received += chunk.byteLength;
    if (this.#received > this.#limits.maxBytes) this.#fail("too_large");
    else this.#body?.push(chunk);
  }

  onResponseEnd(): void {
    if (this.#isDone) return;
    this.#finish();
    this.#body?.end();
  }

  onResponseError(_controller: Dispatcher.DispatchController | undefined, error: unknown): void {
    this.failWith(toNetError(error));
  }

  failWith(failure: DomainError): void {
    if (this.#isDone) return;
    this.#finish();
    this.#failure = failure;
    this.#controller?.abort(failure);
    if (this.#body === undefined) this.#settle.reject(failure);
    else this.#body.fail(failure);
  }

  #fail(reason: NetReason): void {
    if (!this.#isDone) this.failWith(netError(reason));
  }

  /** A delay past what a timer can hold would fire at once, so it means no bound. */
  #failAfter(delayMs: number): NodeJS.Timeout | undefined {
    if (delayMs > TIMER_MS_MAX) return undefined;
    return setTimeout(() => this.#fail("timeout"), delayMs);
  }

  #findRefusal(status: number, headers: RawHeaders): NetReason | undefined {
    if (status >= 300 && status < 400) return "redirected";
    const encoding = headers["content-encoding"];
    if (encoding !== undefined && encoding !== "" && encoding !== "identity") return "bad_body";
    if (Number(headers["content-length"] ?? 0) > this.#limits.maxBytes) return "too_large";
    return undefined;
  }

  #finish(): void {
    this.#isDone = true;
    clearTimeout(this.#headersTimer);
    clearTimeout(this.#totalTimer);
    this.#limits.signal?.removeEventListener("abort", this.#onAbort);
  }
}
