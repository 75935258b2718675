import "#server-only";
import type { JsonObject } from "#lib/kernel/json.ts";
import type { GuardedResponse } from "#lib/platform/net/guarded-response.ts";
import { type Answer, CallExchange } from "./call-exchange.ts";
import { CALL_TIMEOUT_MS } from "./call-over.ts";
import { drainWithin } from "./drain-body.ts";
import { Pace } from "./pace.ts";
import { LIST_BYTES_MAX } from "./quarantine/shorten-list.ts";
import type { UpstreamMessage } from "./read-message.ts";
import { makeListener } from "./read-stream.ts";
import { EventReader, type StreamEvent } from "./session-events.ts";
import { toNetFailure, toStatusFailure, type UpstreamFailure } from "./session-failure.ts";
import { answerBytesMax, type LinkTarget, SessionLink } from "./session-link.ts";
import type {
  Listening,
  ListenOptions,
  LongAnswer,
  RequestOptions,
  UpstreamReply,
  UpstreamRequest,
  UpstreamSession,
} from "./upstream-session.ts";
import { ownProgress, writeAnswer, writeNotification, writeRequest } from "./write-message.ts";

type Waiting = {
  exchange: CallExchange;
  settle: (reply: UpstreamReply) => void;
  long: LongAnswer | undefined;
};
type Opened = { ok: true; session: SseSession } | UpstreamFailure;

const GONE: UpstreamFailure = { ok: false, reason: "session_gone", isUnsent: true };
const REFUSALS: ReadonlySet<string> = new Set(["session_gone", "refused_key"]);
const CUT: UpstreamFailure = { ok: false, reason: "unreachable" };

/**
 * One session over the transport of 2024-11-05: everything the instance says comes on one stream, whose first event names
 * where to post. That place must be of the stream's own origin, or our key would go wherever it says.
 */
export class SseSession implements UpstreamSession {
  readonly era = "legacy";
  readonly sessionId = undefined;
  protocolVersion = "";
  serverName = "";
  capabilities: JsonObject = {};
  readonly #link: SessionLink;
  readonly #stream = new AbortController();
  readonly #waiting = new Map<number, Waiting>();
  readonly #listeners = new Set<(message: UpstreamMessage) => void>();
  readonly #ended = Promise.withResolvers<void>();
  /** For questions that nobody waits for; so many, and no more. */
  readonly #refuseUnasked = makeListener(this, { onNotification: () => undefined });
  #lastId = 0;
  /** The instance knows it no more: it ends with the last call that still waits. */
  #isRefused = false;
  #isOver = false;

  constructor(target: LinkTarget) {
    this.#link = new SessionLink(target);
  }

  /** Opens the stream and waits for the place to post to. Aborting `signal` gives up the opening only. */
  static async open(
    target: LinkTarget,
    { signal, timeoutMs }: { signal?: AbortSignal; timeoutMs: number },
  ): Promise<Opened> {
    const session = new SseSession(target);
    const placed = Promise.withResolvers<UpstreamFailure | null>();
    const giveUp = () => placed.resolve({ ok: false, reason: "aborted" });
    signal?.addEventListener("abort", giveUp, { once: true });
    const timer = setTimeout(() => placed.resolve({ ok: false, reason: "timeout" }), timeoutMs);
    void session.#start(timeoutMs, placed.resolve);
    const failure = signal?.aborted ? ({ ok: false, reason: "aborted" } as const) : await placed.promise;
    clearTimeout(timer);
    signal?.removeEventListener("abort", giveUp);
    if (failure === null) return { ok: true, session };
    session.#end();
    return failure;
  }

  async request(
    { method, params, meta }: UpstreamRequest,
    options: RequestOptions = {},
  ): Promise<UpstreamReply> {
    if (this.#isOver || this.#isRefused) return GONE;
    if (options.signal?.aborted) return { ok: false, reason: "aborted", isUnsent: true };
    const id = ++this.#lastId;
    const { meta: own, progressToken } = ownProgress(id, meta, options.onNotification !== undefined);
    const { promise, resolve } = Promise.withResolvers<UpstreamReply>();
    this.#waiting.set(id, {
      exchange: new CallExchange(this, { id, progressToken }, options),
      settle: resolve,
      long: options.long,
    });
    const onAbort = () => resolve({ ok: false, reason: "aborted" });
    options.signal?.addEventListener("abort", onAbort, { once: true });
    const timer = setTimeout(
      () => resolve({ ok: false, reason: "timeout" }),
      options.timeoutMs ?? CALL_TIMEOUT_MS,
    );
    void this.#post(writeRequest(id, method, params, own), resolve);
    const reply = await promise;
    clearTimeout(timer);
    options.signal?.removeEventListener("abort", onAbort);
    this.#waiting.delete(id);
    this.#endRefused();
    if (!reply.ok && (reply.reason === "aborted" || reply.reason === "timeout")) {
      void this.notify("notifications/cancelled", JSON.stringify({ requestId: id, reason: reply.reason }));
    }
    return reply;
  }

  async respond(id: string | number, answer: Answer): Promise<boolean> {
    return await this.#link.tell(writeAnswer(id, answer));
  }

  async notify(method: string, params = "{}"): Promise<boolean> {
    return await this.#link.tell(writeNotification(method, params));
  }

  async listen(options: ListenOptions): Promise<Listening> {
    if (this.#isOver) return GONE;
    const listener = makeListener(this, options);
    this.#listeners.add(listener);
    const { promise, resolve } = Promise.withResolvers<void>();
    const leave = () => {
      this.#listeners.delete(listener);
      resolve();
    };
    options.signal.addEventListener("abort", leave, { once: true });
    if (options.signal.aborted) leave();
    void this.#ended.promise.then(leave);
    return await Promise.resolve({ ok: true, ended: promise });
  }

  async close(): Promise<void> {
    this.#end();
    await Promise.resolve();
  }

  async #start(timeoutMs: number, placed: (failure: UpstreamFailure | null) => void): Promise<void> {
    try {
      const response = await this.#link.get(this.#stream.signal, timeoutMs);
      const isStream = response.header("content-type")?.startsWith("text/event-stream") ?? false;
      if (response.status !== 200 || !isStream) {
        void drainWithin(response);
        return placed(toStatusFailure(response.status === 200 ? 406 : response.status, false));
      }
      await this.#read(response, placed);
      placed({ ok: false, reason: "protocol" });
    } catch (error) {
      placed(toNetFailure(error));
    } finally {
      this.#end();
    }
  }

  async #read(response: GuardedResponse, placed: (failure: UpstreamFailure | null) => void): Promise<void> {
    // Everybody's messages come on this one stream; what is too long for who waits is refused when it is read.
    const events = new EventReader(answerBytesMax(LIST_BYTES_MAX));
    const pace = new Pace();
    let isPlaced = false;
    for await (const chunk of response.body) {
      let unasked = 0;
      for (const event of events.read(chunk)) {
        if (isPlaced) {
          for (const message of this.#readEvent(event)) {
            if (message.kind !== "reply") unasked += 1;
            this.#take(message);
          }
          continue;
        }
        const url = event.name === "endpoint" ? toEndpoint(this.#link.url, event.data) : null;
        if (url === null) return;
        this.#link.url = url;
        isPlaced = true;
        placed(null);
      }
      await pace.take(unasked);
    }
  }

  #readEvent({ name, data }: StreamEvent): UpstreamMessage[] {
    if (name !== "message") return [];
    return this.#link.read(data, [...this.#waiting.values()].find(({ long }) => long !== undefined)?.long);
  }

  /** Everything comes on one stream: an answer and progress go where their id says, the rest to whoever listens. */
  #take(message: UpstreamMessage): void {
    if (message.kind === "reply") {
      return this.#waiting.get(Number(message.id))?.settle(message.reply);
    }
    if (message.kind === "notification") {
      if (message.method !== "notifications/progress") return this.#tellListeners(message);
      this.#waiting.get(Number(message.params["progressToken"]))?.exchange.take(message);
      return;
    }
    const asked = [...this.#waiting.values()].findLast(({ exchange }) => exchange.isAsked);
    if (asked !== undefined) asked.exchange.take(message);
    else if (this.#listeners.size > 0) this.#tellListeners(message);
    else this.#refuseUnasked(message);
  }

  #tellListeners(message: UpstreamMessage): void {
    for (const listener of this.#listeners) listener(message);
  }

  async #post(body: string, settle: (reply: UpstreamReply) => void): Promise<void> {
    const status = await this.#link.postShort(body);
    if (status === null) return settle(this.#isOver ? CUT : { ok: false, reason: "unreachable" });
    if (status < 300) return;
    const failure = toStatusFailure(status, true);
    this.#isRefused ||= REFUSALS.has(failure.reason);
    settle(failure);
  }

  /** Nobody leases it again, and a stream nobody ends would stay open for as long as the instance likes. */
  #endRefused(): void {
    if (this.#isRefused && this.#waiting.size === 0) this.#end();
  }

  #end(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#stream.abort();
    for (const { settle } of this.#waiting.values()) settle(CUT);
    this.#ended.resolve();
  }
}

/**
 * Where to post: always of the origin the stream was opened at (MCP 2024-11-05, transports). An absolute address names the
 * server as it sees itself, which behind a proxy is often wrong, so only its path counts; null for what is no web address.
 */
function toEndpoint(base: string, data: string): string | null {
  if (!URL.canParse(data, base)) return null;
  const { protocol, pathname, search, hash } = new URL(data, base);
  if (hash !== "" || (protocol !== "http:" && protocol !== "https:")) return null;
  return new URL(base).origin + pathname + search;
}
