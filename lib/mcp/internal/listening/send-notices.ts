import "#server-only";
import type { EventStream } from "../event-stream.ts";

export type Notice = { method: string; paramsText: string };

const WAITING_MAX = 256;
/** Together: an instance's log message may be megabytes, and a client need not read. */
const WAITING_LENGTH_MAX = 1024 * 1024;

/**
 * Sends notices over a stream, none before `begin`. What a slow reader has not taken yet waits, the same notice once: it
 * says that something changed, not how often.
 */
export class NoticeSender {
  readonly #stream: Pick<EventStream, "sendText" | "room">;
  readonly #write: (notice: Notice) => string;
  #waiting: Map<string, Notice> | undefined;
  #waitingLength = 0;
  #hasBegun = false;

  constructor(stream: Pick<EventStream, "sendText" | "room">, write: (notice: Notice) => string) {
    this.#stream = stream;
    this.#write = write;
  }

  begin(): void {
    this.#hasBegun = true;
    this.#flush();
  }

  readonly send = (method: string, paramsText: string): void => {
    const notice = { method, paramsText };
    if (this.#hasBegun && this.#waiting === undefined && this.#stream.room === undefined) {
      return this.#stream.sendText(this.#write(notice));
    }
    const isFirst = this.#waiting === undefined;
    this.#waiting ??= new Map();
    this.#keep(this.#waiting, notice);
    if (isFirst && this.#hasBegun) this.#flush();
  };

  #keep(waiting: Map<string, Notice>, notice: Notice): void {
    const { length } = notice.paramsText;
    if (waiting.size >= WAITING_MAX || this.#waitingLength + length > WAITING_LENGTH_MAX) return;
    const name = `${notice.method} ${notice.paramsText}`;
    if (waiting.has(name)) return;
    waiting.set(name, notice);
    this.#waitingLength += length;
  }

  #flush(): void {
    const { room } = this.#stream;
    if (room !== undefined) return void room.then(() => this.#flush());
    const waiting = this.#waiting;
    this.#waiting = undefined;
    this.#waitingLength = 0;
    for (const notice of waiting?.values() ?? []) this.#stream.sendText(this.#write(notice));
  }
}
