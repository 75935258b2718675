import "#server-only";
import type { JsonObject } from "#lib/kernel/json.ts";

/** A request as the gateway sees it, from whichever door; header names are in lower case. */
export type McpRequest = {
  method: string;
  /** The path without its query: `/`, `/api/mcp` or `/api/mcp/{address}`. */
  path: string;
  headers: Readonly<Record<string, string | string[] | undefined>>;
  /** The whole body, or null when it is larger than that. */
  readBody: (bytesMax: number) => Promise<Uint8Array | null>;
  /** Raised when the client has closed the connection. */
  signal: AbortSignal;
  /** Raised when the server wants to stop: streams that would never end are ended. */
  draining?: AbortSignal;
};

export type McpResponse = {
  status: number;
  headers: Record<string, string>;
  /** Text where it is whole: Node writes a head and a text in one go, which a head and bytes cost two. */
  body: string | StreamBody | null;
};

/** Where an event stream goes: the connection of whichever door. */
export type StreamSink = {
  /** Whether more may come at once. */
  write: (text: string) => boolean;
  end: () => void;
};

/**
 * A body that is written as it comes. It is opened once, or cancelled; an idle one holds nothing but itself, since many
 * are held open for hours.
 */
export type StreamBody = {
  open: (sink: StreamSink) => void;
  /** The sink has room again. */
  resume: () => void;
  /** Nobody reads any more; may be told more than once. */
  cancel: () => void;
};

export type RequestId = string | number;

const PRIVATE = { "cache-control": "no-store", vary: "Authorization" };

export function answerJson(
  status: number,
  body: JsonObject,
  headers: Record<string, string> = {},
): McpResponse {
  return answerText(status, JSON.stringify(body), headers);
}

/** The answer a JSON text is. */
export function answerText(status: number, body: string, headers: Record<string, string> = {}): McpResponse {
  return { status, headers: { "content-type": "application/json", ...PRIVATE, ...headers }, body };
}

export function answerNothing(status: number, headers: Record<string, string> = {}): McpResponse {
  return { status, headers: { ...PRIVATE, ...headers }, body: null };
}

export function answerStream(body: StreamBody): McpResponse {
  return {
    status: 200,
    headers: { "content-type": "text/event-stream", ...PRIVATE, "x-accel-buffering": "no" },
    body,
  };
}

/** One header's value; one that was sent twice counts as a value nobody would send. */
export function readHeader({ headers }: McpRequest, name: Lowercase<string>): string | undefined {
  const value = headers[name];
  return Array.isArray(value) ? value.join(", ") : value;
}
