import "#server-only";
import { readMembers, writeMembers } from "#lib/kernel/json-members.ts";
import type { UpstreamMessage } from "./read-message.ts";
import type {
  OnNotification,
  OnRequest,
  RequestOptions,
  UpstreamReply,
  UpstreamSession,
} from "./upstream-session.ts";

/** What an instance may ask on one call's stream; more goes unanswered. */
const ASKED_MAX = 16;
const METHOD_NOT_FOUND = { code: -32601, message: "Method not found" };

export type Answer = { result: string } | { error: { code: number; message: string } };
type Responder = Pick<UpstreamSession, "respond">;
type Notification = Extract<UpstreamMessage, { kind: "notification" }>;
type Question = Extract<UpstreamMessage, { kind: "request" }>;

/** One request under way: which message is its answer, and where everything else that comes meanwhile belongs. */
export class CallExchange {
  readonly id: number;
  /** The caller's own progress token, as JSON text. */
  readonly #progressToken: string | undefined;
  readonly #onNotification: OnNotification | undefined;
  readonly #onRequest: OnRequest | undefined;
  readonly #via: Responder;
  #asked = 0;

  constructor(
    via: Responder,
    { id, progressToken }: { id: number; progressToken: string | undefined },
    { onNotification, onRequest }: RequestOptions,
  ) {
    this.id = id;
    this.#via = via;
    this.#progressToken = progressToken;
    this.#onNotification = onNotification;
    this.#onRequest = onRequest;
  }

  /** Whether somebody waits for what the instance asks during this call. */
  get isAsked(): boolean {
    return this.#onRequest !== undefined;
  }

  /** The reply, if this message is it. */
  take(message: UpstreamMessage): UpstreamReply | undefined {
    if (message.kind === "reply") return message.id === this.id ? message.reply : undefined;
    if (message.kind === "notification") this.#notify(message);
    else if (++this.#asked <= ASKED_MAX) answerOrAsk(message, this.#via, this.#onRequest);
    return undefined;
  }

  /** Progress under another token is another request's. */
  #notify({ method, params, paramsText }: Notification): void {
    if (method !== "notifications/progress") return this.#onNotification?.(method, params, paramsText);
    const progressToken = this.#progressToken;
    if (progressToken === undefined || params["progressToken"] !== this.id) return;
    const members = readMembers(paramsText);
    if (members === null) return;
    const restored = writeMembers(new Map(members).set("progressToken", progressToken));
    const token = JSON.parse(progressToken) as unknown;
    this.#onNotification?.(method, { ...params, progressToken: token }, restored);
  }
}

/** A sign of life is answered at once, anything else handed on, or refused where nobody takes it. */
export function answerOrAsk(
  { id, method, params, paramsText }: Question,
  via: Responder,
  onRequest: OnRequest | undefined,
): void {
  if (method === "ping") void via.respond(id, { result: "{}" });
  else if (onRequest === undefined) void via.respond(id, { error: METHOD_NOT_FOUND });
  else onRequest({ id, method, params, paramsText }, via);
}
