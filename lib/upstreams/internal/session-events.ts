import "#server-only";
import { netError } from "#lib/platform/net/net-error.ts";

/**
 * Splits an event stream into the data of its events (WHATWG HTML 9.2.6). Comments, names, ids and events without
 * data (Trinity's primers and keep-alives) are dropped.
 */
export class EventReader {
  readonly #decoder = new TextDecoder("utf-8", { fatal: true });
  #rest = "";
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

  // A carriage return at the end of a chunk may be half of a line break: it waits for the next chunk.
  #takeLines(chunk: Uint8Array): string[] {
    const text = this.#rest + this.#decode(chunk);
    const end = text.endsWith("\r") ? text.length - 1 : text.length;
    const lines = text.slice(0, end).split(/\r\n|\n|\r/);
    this.#rest = (lines.pop() ?? "") + text.slice(end);
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
