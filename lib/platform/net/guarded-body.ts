import "#server-only";
import { Buffer } from "node:buffer";
import { DomainError } from "#lib/kernel/errors.ts";
import { netError } from "./net-error.ts";

const QUEUED_BYTES_MAX = 65_536;

const decoder = new TextDecoder("utf-8", { fatal: true });

/** What the body asks of the connection it is read from. */
export type BodySource = { pause: () => void; resume: () => void; cancel: () => void };

/**
 * An answer's bytes, read once: as chunks, as text or as JSON. A body that is not read to its end must be cancelled,
 * or it holds a socket. Reading throws the same errors as the fetch (too large, timeout, unreachable, aborted).
 */
export class GuardedBody implements AsyncIterable<Uint8Array> {
  readonly #source: BodySource;
  #chunks: Uint8Array[] = [];
  #queuedBytes = 0;
  #isTaken = false;
  #isEnded = false;
  #isPaused = false;
  #failure: DomainError | undefined;
  #wake: (() => void) | undefined;

  constructor(source: BodySource) {
    this.#source = source;
  }

  push(chunk: Uint8Array): void {
    this.#chunks.push(chunk);
    this.#queuedBytes += chunk.byteLength;
    if (this.#queuedBytes > QUEUED_BYTES_MAX && !this.#isPaused) {
      this.#isPaused = true;
      this.#source.pause();
    }
    this.#wakeReader();
  }

  end(): void {
    this.#isEnded = true;
    this.#wakeReader();
  }

  /** What was queued is dropped: a cut answer is never mistaken for a whole one. */
  fail(error: DomainError): void {
    this.#failure = error;
    this.#chunks = [];
    this.#wakeReader();
  }

  /** Ends the connection of a body nobody will read. Safe to call at any time. */
  cancel(): void {
    this.#source.cancel();
  }

  [Symbol.asyncIterator](): AsyncIterator<Uint8Array, undefined> {
    this.#take();
    return {
      next: async () => {
        let value = this.#next();
        for (; value === undefined; value = this.#next()) await this.#wait();
        return value === null ? { done: true, value: undefined } : { done: false, value };
      },
      return: async () => {
        this.#source.cancel();
        return { done: true, value: undefined };
      },
    };
  }

  /** Whether all of it has arrived: reading takes no time. */
  get isWhole(): boolean {
    return this.#isEnded;
  }

  async bytes(): Promise<Uint8Array> {
    this.#take();
    const chunks: Uint8Array[] = [];
    for (let chunk = this.#next(); chunk !== null; chunk = this.#next()) {
      if (chunk === undefined) await this.#wait();
      else chunks.push(chunk);
    }
    return chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks);
  }

  /** Throws `upstream_failed` on bytes that are not UTF-8. */
  async text(): Promise<string> {
    const bytes = await this.bytes();
    try {
      return decoder.decode(bytes);
    } catch {
      throw netError("bad_body");
    }
  }

  /** Throws `upstream_failed` on anything that is not JSON. */
  async json(): Promise<unknown> {
    const text = await this.text();
    try {
      return JSON.parse(text) as unknown;
    } catch {
      throw netError("bad_body");
    }
  }

  #take(): void {
    if (this.#isTaken) {
      throw new DomainError("internal", "Something went wrong on our side. Try again.", {
        detail: "body read twice",
      });
    }
    this.#isTaken = true;
  }

  /** The next chunk, undefined while there is none yet, null at the end. */
  #next(): Uint8Array | undefined | null {
    if (this.#failure !== undefined) throw this.#failure;
    const chunk = this.#chunks.shift();
    if (chunk === undefined) return this.#isEnded ? null : undefined;
    this.#release(chunk.byteLength);
    return chunk;
  }

  #wait(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#wake = resolve;
    return promise;
  }

  #release(bytes: number): void {
    this.#queuedBytes -= bytes;
    if (this.#isPaused && this.#queuedBytes <= QUEUED_BYTES_MAX / 2) {
      this.#isPaused = false;
      this.#source.resume();
    }
  }

  #wakeReader(): void {
    const wake = this.#wake;
    this.#wake = undefined;
    wake?.();
  }
}
