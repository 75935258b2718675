import "#server-only";
import { netError } from "#lib/platform/net/net-error.ts";

/**
 * Splits an event stream into the data of its events (WHATWG HTML 9.2.6). Comments, names, ids and events without
 * data (Trinity's primers and keep-alives) are dropped.
 */
export class EventReader {
  readonly #decoder = new TextDecoder("utf-8", { fatal: true });
  #rest = "";
  #endedInReturn = false;
  #data: string[] = [];

  /** The events that bytes completed. Throws `upstream_failed` on bytes that are not UTF-8. */
  read(chunk: Uint8Array): string[] {
    const events: string[] = [];
    for (const line of this.#takeLines(chunk)) {
      if (line === "") this.#endEvent(events);
      else if (line.startsWith("data:")) this.#data.push(line.slice(line.startsWith("data: ") ? 6 : 5));
    }
    return events;
  }

  #endEvent(events: string[]): void {
    const data = this.#data.join("\n");
    this.#data = [];
    if (data !== "") events.push(data);
  }

  // Only what is new is searched: a line that never ends must not cost more with every chunk of it. A carriage return
  // ends its line at once; a line feed right after it, in the next chunk, ends nothing more.
  #takeLines(chunk: Uint8Array): string[] {
    const decoded = this.#decode(chunk);
    if (decoded === "") return [];
    const text = this.#endedInReturn && decoded.startsWith("\n") ? decoded.slice(1) : decoded;
    this.#endedInReturn = text.endsWith("\r");
    const [first = "", ...others] = text.split(/\r\n|\n|\r/);
    this.#rest += first;
    const last = others.pop();
    if (last === undefined) return [];
    const lines = [this.#rest, ...others];
    this.#rest = last;
    return lines;
  }

  #decode(chunk: Uint8Array): string {
    try {
      return this.#decoder.decode(chunk, { stream: true });
    } catch {
      throw netError("bad_body");
    }
  }
}
