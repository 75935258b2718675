import "#server-only";
import type { JsonMembers } from "#lib/kernel/json-members.ts";
import type { JsonObject } from "#lib/kernel/json.ts";
import type { UpstreamFailure } from "./session-failure.ts";

/** `legacy` shakes hands (`initialize`, 2025-11-25 and older), `modern` says all with every request (2026-07-28). */
export type UpstreamEra = "legacy" | "modern";

export type UpstreamRequest = {
  method: string;
  /** JSON text of the params object, without `_meta`. */
  params: string;
  /** Members of the caller's `_meta` to pass on, raw, `progressToken` included; nothing reserved to the hop. */
  meta?: JsonMembers;
  /** Raw JSON texts a modern instance is told of the client; left out, it has no capabilities. */
  client?: { capabilities: string; info?: string; logLevel?: string };
  /** `Mcp-Param-*` for a modern instance. */
  headers?: Record<string, string>;
};

export type OnNotification = (method: string, params: JsonObject, paramsText: string) => void;

/** A request of the instance's own. */
export type UpstreamQuestion = {
  id: string | number;
  method: string;
  params: JsonObject;
  paramsText: string;
};

export type OnRequest = (asked: UpstreamQuestion, via: Pick<UpstreamSession, "respond">) => void;

export type RequestOptions = {
  signal?: AbortSignal;
  timeoutMs?: number;
  /** Notifications that belong to this request, the caller's own progress token put back. */
  onNotification?: OnNotification;
  /** Asked before more of a stream is read: a promise while whoever it is passed on to is behind. */
  whenReady?: () => Promise<void> | undefined;
  /**
   * What the instance asks on this call's stream, and the session to answer over; without it the answer is -32601. `ping`
   * is always answered.
   */
  onRequest?: OnRequest;
  /** For an answer that may be longer than any other. */
  long?: LongAnswer;
};

/**
 * For an answer that may be longer than any other: the most bytes of it that are taken in, and what shortens its text
 * before it is parsed. What is left of it has to keep within the bound of every answer.
 */
export type LongAnswer = { bytesMax: number; shorten: (text: string) => string };

/** What the instance answered: its result or its JSON-RPC error, parsed, and the text as it came. */
export type UpstreamReply =
  | { ok: true; result: JsonObject; text: string }
  | { ok: true; error: { code: number; message: string; data?: unknown; text: string } }
  | UpstreamFailure;

export type ListenOptions = {
  signal: AbortSignal;
  onNotification: OnNotification;
  onRequest?: OnRequest;
  /** The `notifications` filter of a modern instance's `subscriptions/listen`. */
  wanted?: JsonObject;
};

export type Listening = { ok: true; ended: Promise<void> } | UpstreamFailure;

export type UpstreamSession = {
  readonly era: UpstreamEra;
  readonly protocolVersion: string;
  readonly serverName: string;
  readonly capabilities: JsonObject;
  readonly sessionId: string | undefined;
  /**
   * Sends a request and waits for its answer. Aborting, or running out of time, tells the instance to stop and gives up
   * the connection. Nothing is retried.
   */
  request(request: UpstreamRequest, options?: RequestOptions): Promise<UpstreamReply>;
  /** Answers a question of the instance's; whether it took the answer is all there is to know. */
  respond(
    id: string | number,
    answer: { result: string } | { error: { code: number; message: string } },
  ): Promise<boolean>;
  /** Sends a notification; `params` is JSON text. */
  notify(method: string, params?: string): Promise<boolean>;
  /** Opens the stream of what the instance says unasked; `ended` resolves when it is over, however that came. */
  listen(options: ListenOptions): Promise<Listening>;
  /** Ends the session at the instance. Never fails: an instance that is gone has no session left. */
  close(): Promise<void>;
};
