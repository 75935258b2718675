import "#server-only";
import type { JsonObject } from "#lib/kernel/json.ts";
import { once } from "#lib/platform/registry/once.ts";
import type { StreamBody, StreamSink } from "./http.ts";

const KEEP_ALIVE_MS = 15_000;
const LINE_END = /\r\n|\n|\r/g;
const KEEP_ALIVE = ": keepalive\n\n";

/** A stream of JSON-RPC messages with a sign of life every 15 s or so. */
export type EventStream = {
  readonly body: StreamBody;
  send: (message: JsonObject) => void;
  /** Sends one message given as JSON text. */
  sendText: (message: string) => void;
  /** A promise while the reader is behind; it resolves once there is room, or no reader any more. */
  readonly room: Promise<void> | undefined;
  /** Says under which id the stream may be asked for again, and after how long; an event without data. */
  prime: (id: string, retryMs: number) => void;
  end: () => void;
};

/** `onClose` runs once, however the stream ends. */
export function openEventStream(onClose: () => void): EventStream {
  return new PushedStream(onClose);
}

/** One timer for all: ten thousand of their own would be a cost of their own. */
function openStreams(): Set<PushedStream> {
  return once("mcp.event-streams", () => {
    const streams = new Set<PushedStream>();
    setInterval(() => {
      for (const stream of streams) stream.keepAlive();
    }, KEEP_ALIVE_MS).unref();
    return streams;
  });
}

class PushedStream implements EventStream, StreamBody {
  #onClose: (() => void) | undefined;
  #sink: StreamSink | undefined;
  /** What is written before a door has opened the body. */
  #early: string[] | undefined;
  #isEnded = false;
  #hasRoom = true;
  #room: PromiseWithResolvers<void> | undefined;

  constructor(onClose: () => void) {
    this.#onClose = onClose;
  }

  get body(): StreamBody {
    return this;
  }

  get room(): Promise<void> | undefined {
    if (this.#hasRoom || this.#onClose === undefined) return undefined;
    this.#room ??= Promise.withResolvers<void>();
    return this.#room.promise;
  }

  send(message: JsonObject): void {
    this.sendText(JSON.stringify(message));
  }

  sendText(message: string): void {
    this.#write(`event: message\ndata: ${message.replace(LINE_END, "\ndata: ")}\n\n`);
  }

  prime(id: string, retryMs: number): void {
    this.#write(`id: ${id}\nretry: ${retryMs}\ndata: \n\n`);
  }

  keepAlive(): void {
    if (this.#hasRoom) this.#write(KEEP_ALIVE);
  }

  /** Handed around as it is: to signals, and to whoever holds the connection's access. */
  readonly end = (): void => {
    if (this.#isEnded) return;
    this.#isEnded = true;
    this.#sink?.end();
    this.#close();
  };

  open(sink: StreamSink): void {
    const early = this.#early ?? [];
    this.#early = undefined;
    for (const text of early) this.#hasRoom = sink.write(text);
    if (this.#isEnded) return sink.end();
    this.#sink = sink;
    openStreams().add(this);
  }

  resume(): void {
    this.#hasRoom = true;
    this.#room?.resolve();
    this.#room = undefined;
  }

  cancel(): void {
    this.#isEnded = true;
    this.#close();
  }

  #write(text: string): void {
    if (this.#isEnded) return;
    if (this.#sink !== undefined) this.#hasRoom = this.#sink.write(text);
    else (this.#early ??= []).push(text);
  }

  #close(): void {
    openStreams().delete(this);
    this.#sink = undefined;
    this.resume();
    const onClose = this.#onClose;
    this.#onClose = undefined;
    onClose?.();
  }
}
