import "#server-only";
import type { GuardedBody } from "./guarded-body.ts";

type RawHeaders = Readonly<Record<string, string | string[] | undefined>>;

/** An answer that was not a redirect and not compressed. `headers` is built only if asked for. */
export class GuardedResponse {
  readonly status: number;
  readonly body: GuardedBody;
  readonly #raw: RawHeaders;
  #headers: Headers | undefined;

  constructor(status: number, raw: RawHeaders, body: GuardedBody) {
    this.status = status;
    this.body = body;
    this.#raw = raw;
  }

  get headers(): Headers {
    this.#headers ??= toHeaders(this.#raw);
    return this.#headers;
  }

  /** One header by its lower-case name, at the cost of a property read; several of one name are joined. */
  header(name: Lowercase<string>): string | undefined {
    const value = Object.hasOwn(this.#raw, name) ? this.#raw[name] : undefined;
    return Array.isArray(value) ? value.join(", ") : value;
  }

  text(): Promise<string> {
    return this.body.text();
  }

  json(): Promise<unknown> {
    return this.body.json();
  }
}

function toHeaders(raw: RawHeaders): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(raw)) {
    for (const one of Array.isArray(value) ? value : [value ?? ""]) appendIfValid(headers, name, one);
  }
  return headers;
}

/** The HTTP parser lets through names and values that `Headers` refuses; such a header is dropped. */
function appendIfValid(headers: Headers, name: string, value: string): void {
  try {
    headers.append(name, value);
  } catch {
    // Dropped: an answer must not fail over a header nobody reads.
  }
}
