import "#server-only";
import { type EventStream, openEventStream } from "../event-stream.ts";
import { answerNothing, answerStream, answerText, type McpResponse } from "../http.ts";
import { writeNotification } from "../protocol.ts";

const QUIET_MS = 5_000;
/** A client that takes nothing of what waits for it for so long is given up. */
const STALL_MS = 60_000;
/** Notifications of one call: so many at once, then so many a second. What is beyond is dropped. */
const BURST = 200;
const PER_SECOND = 50;

/**
 * The answer to one call: plain JSON when the result comes soon and alone, an event stream from the first notification,
 * or from five seconds of silence, on. A client that takes no event streams waits for the JSON.
 */
export class CallAnswer {
  readonly response: Promise<McpResponse>;
  readonly #settle = Promise.withResolvers<McpResponse>();
  readonly #timer: NodeJS.Timeout | undefined;
  readonly #canStream: boolean;
  #stream: EventStream | undefined;
  #isOver = false;
  #isAbandoned = false;
  #allowance = BURST;
  #allowedAt: number | undefined;

  constructor(canStream: boolean) {
    this.response = this.#settle.promise;
    this.#canStream = canStream;
    if (canStream) this.#timer = setTimeout(() => this.#open(), QUIET_MS).unref();
  }

  /** Whether anything but the answer itself can be sent. */
  get canStream(): boolean {
    return this.#canStream;
  }

  /** Whether the client gave the call up, or reads nothing of it any more: no answer will reach it. */
  get isAbandoned(): boolean {
    return this.#isAbandoned;
  }

  /** A promise while the client reads more slowly than it is sent to; it always resolves. */
  get room(): Promise<void> | undefined {
    const room = this.#stream?.room;
    if (room === undefined) return undefined;
    const patience = setTimeout(() => this.abandon(), STALL_MS).unref();
    return room.then(() => clearTimeout(patience));
  }

  /** Passes a notification on, or drops it: after the end, beyond the allowance, to a client without event streams. */
  notify(method: string, paramsText: string): void {
    if (!this.#canStream || this.#isOver || !this.#takeAllowance()) return;
    this.send(writeNotification(method, paramsText));
  }

  /** Sends a message of ours that is not the answer: a question to the client. */
  send(message: string): void {
    if (this.#canStream && !this.#isOver) this.#open().sendText(message);
  }

  /** The one answer, as JSON text; the status counts only where no stream has begun. */
  finish(message: string, status = 200): void {
    if (this.#isOver) return;
    this.#end();
    if (this.#stream === undefined) return this.#settle.resolve(answerText(status, message));
    this.#stream.sendText(message);
    this.#stream.end();
  }

  /** Ends without a result: the client gave the call up, or it is no longer the client's to make. */
  abandon(answer: McpResponse = answerNothing(202)): void {
    if (this.#isOver) return;
    this.#end();
    this.#isAbandoned = true;
    this.#stream?.end();
    this.#settle.resolve(answer);
  }

  #end(): void {
    this.#isOver = true;
    clearTimeout(this.#timer);
  }

  #open(): EventStream {
    if (this.#stream === undefined) {
      this.#stream = openEventStream(() => undefined);
      this.#settle.resolve(answerStream(this.#stream.body));
    }
    return this.#stream;
  }

  #takeAllowance(): boolean {
    const now = performance.now();
    const earned = ((now - (this.#allowedAt ?? now)) / 1000) * PER_SECOND;
    this.#allowedAt = now;
    this.#allowance = Math.min(BURST, this.#allowance + earned);
    if (this.#allowance < 1) return false;
    this.#allowance -= 1;
    return true;
  }
}
