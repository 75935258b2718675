import "#server-only";
import type { JsonObject } from "#lib/kernel/json.ts";
import { answerJson, answerNothing, answerStream, type McpResponse, type RequestId } from "../http.ts";
import { answerError, type RpcError } from "../protocol.ts";
import { type EventStream, openEventStream } from "./event-stream.ts";

const QUIET_MS = 5_000;

/**
 * The answer to one call: plain JSON when the result comes soon and alone, an event stream from the first progress,
 * or from five seconds of silence, on. A client that takes no event streams waits for the JSON.
 */
export class CallAnswer {
  readonly response: Promise<McpResponse>;
  readonly #settle = Promise.withResolvers<McpResponse>();
  readonly #timer: NodeJS.Timeout | undefined;
  readonly #canStream: boolean;
  #stream: EventStream | undefined;

  constructor(canStream: boolean) {
    this.response = this.#settle.promise;
    this.#canStream = canStream;
    if (canStream) this.#timer = setTimeout(() => this.#open(), QUIET_MS).unref();
  }

  notify(method: string, params: JsonObject): void {
    if (this.#canStream) this.#open().send({ jsonrpc: "2.0", method, params });
  }

  finish(message: JsonObject): void {
    clearTimeout(this.#timer);
    if (this.#stream === undefined) return this.#settle.resolve(answerJson(200, message));
    this.#stream.send(message);
    this.#stream.end();
  }

  /** Answers with an error of ours. */
  fail(error: RpcError, id: RequestId): void {
    clearTimeout(this.#timer);
    if (this.#stream === undefined) return this.#settle.resolve(answerError(500, id, error));
    this.#stream.send({ jsonrpc: "2.0", id, error });
    this.#stream.end();
  }

  /** Ends without a result: the client gave the call up, or it is no longer the client's to make. */
  abandon(answer: McpResponse = answerNothing(202)): void {
    clearTimeout(this.#timer);
    this.#stream?.end();
    this.#settle.resolve(answer);
  }

  #open(): EventStream {
    if (this.#stream === undefined) {
      this.#stream = openEventStream(() => undefined);
      this.#settle.resolve(answerStream(this.#stream.body));
    }
    return this.#stream;
  }
}
