import "#server-only";
import { netError } from "#lib/platform/net/net-error.ts";

export type StreamEvent = { name: string; data: string };
/** Where in a stream one has read to, and how long to wait before asking for the rest. */
export type StreamMark = { lastEventId: string; retryMs: number };

const RETRY_MS = { usual: 1_000, min: 100, max: 30_000 };
const EVENT_ID = /^[\x21-\x7e]{1,256}$/;
const BYTE_ORDER_MARK = "\ufeff";

const UTF_8 = { fatal: true, ignoreBOM: true };
const decoder = new TextDecoder("utf-8", UTF_8);

/**
 * Splits an event stream into its events (WHATWG HTML 9.2.6). Comments and events without data (Trinity's primers and
 * keep-alives) are dropped; one that is longer than the limit is an error, however long the stream may live.
 */
export class EventReader {
  readonly #lengthMax: number;
  /** Only while a character may be cut in two: it is slow, and most chunks end where an event does. */
  #pieces: TextDecoder | undefined;
  #isBegun = false;
  #rest = "";
  #endedInReturn = false;
  #name = "";
  #data: string[] = [];
  #length = 0;
  #lastEventId: string | undefined;
  #retryMs = RETRY_MS.usual;

  constructor(lengthMax = Infinity) {
    this.#lengthMax = lengthMax;
  }

  /** Whether an event has begun and is not over. */
  get isWithin(): boolean {
    return this.#rest !== "" || this.#data.length > 0;
  }

  /** Undefined in a stream whose events have no ids, or none a header could carry. */
  get mark(): StreamMark | undefined {
    return this.#lastEventId === undefined
      ? undefined
      : { lastEventId: this.#lastEventId, retryMs: this.#retryMs };
  }

  /** The events that bytes completed. Throws `upstream_failed` on bytes that are not UTF-8 and on an endless event. */
  read(chunk: Uint8Array): StreamEvent[] {
    const events: StreamEvent[] = [];
    for (const line of this.#takeLines(chunk)) {
      if (line === "") this.#endEvent(events);
      else if (line.startsWith("data:")) this.#addData(line.slice(line.startsWith("data: ") ? 6 : 5));
      else if (line.startsWith("event:")) this.#name = line.slice(6).trim();
      else if (line.startsWith("id:")) this.#noteId(line.slice(3).trim());
      else if (line.startsWith("retry:")) this.#noteRetry(line.slice(6).trim());
    }
    if (this.#length + this.#rest.length > this.#lengthMax) throw netError("too_large");
    return events;
  }

  #addData(data: string): void {
    this.#data.push(data);
    // Its line end counts, or an event of empty lines would grow for ever.
    this.#length += data.length + 1;
    if (this.#length > this.#lengthMax) throw netError("too_large");
  }

  #noteId(id: string): void {
    this.#lastEventId = EVENT_ID.test(id) ? id : undefined;
  }

  #noteRetry(text: string): void {
    if (!/^\d{1,9}$/.test(text)) return;
    this.#retryMs = Math.min(RETRY_MS.max, Math.max(RETRY_MS.min, Number(text)));
  }

  #endEvent(events: StreamEvent[]): void {
    const data = this.#data.join("\n");
    if (data !== "") events.push({ name: this.#name === "" ? "message" : this.#name, data });
    this.#name = "";
    this.#data = [];
    this.#length = 0;
  }

  // Only what is new is searched: a line that never ends must not cost more with every chunk of it. A carriage return
  // ends its line at once; a line feed right after it, in the next chunk, ends nothing more.
  #takeLines(chunk: Uint8Array): string[] {
    const decoded = this.#decode(chunk);
    if (decoded === "") return [];
    const isLeading = this.#isBegun ? this.#endedInReturn && decoded.startsWith("\n") : hasMark(decoded);
    this.#isBegun = true;
    const text = isLeading ? decoded.slice(1) : decoded;
    this.#endedInReturn = text.endsWith("\r");
    const [first = "", ...others] = text.split(text.includes("\r") ? /\r\n|\n|\r/ : "\n");
    this.#rest += first;
    const last = others.pop();
    if (last === undefined) return [];
    const lines = [this.#rest, ...others];
    this.#rest = last;
    return lines;
  }

  #decode(chunk: Uint8Array): string {
    const last = chunk.at(-1);
    if (last === undefined) return "";
    const isCut = last >= 0x80;
    try {
      if (this.#pieces === undefined && !isCut) return decoder.decode(chunk);
      const pieces = (this.#pieces ??= new TextDecoder("utf-8", UTF_8));
      const text = pieces.decode(chunk, { stream: true });
      if (!isCut) this.#pieces = undefined;
      return text;
    } catch {
      throw netError("bad_body");
    }
  }
}

function hasMark(text: string): boolean {
  return text.startsWith(BYTE_ORDER_MARK);
}
