import "#server-only";
import { readMembers, writeMembers } from "#lib/kernel/json-members.ts";
import type { JsonObject } from "#lib/kernel/json.ts";
import type { UpstreamMessage } from "./read-message.ts";
import type { OnNotification, RequestOptions, UpstreamQuestion, UpstreamReply } from "./upstream-session.ts";

/** What an instance may ask on one call's stream; more goes unanswered. */
const ASKED_MAX = 16;
const METHOD_NOT_FOUND = { code: -32601, message: "Method not found" };

export type Answer = { result: string } | { error: { code: number; message: string } };
type Given = Pick<RequestOptions, "onNotification"> & {
  onRequest?: (asked: UpstreamQuestion) => void;
  id: number;
  /** The caller's own progress token, as JSON text. */
  progressToken: string | undefined;
  answer: (id: string | number, answer: Answer) => void;
};

/** One request under way: which message is its answer, and where everything else that comes meanwhile belongs. */
export class CallExchange {
  readonly #given: Given;
  #asked = 0;

  constructor(given: Given) {
    this.#given = given;
  }

  get id(): number {
    return this.#given.id;
  }

  /** The reply, if this message is it. */
  take(message: UpstreamMessage): UpstreamReply | undefined {
    if (message.kind === "reply") return message.id === this.#given.id ? message.reply : undefined;
    if (message.kind === "notification") this.#notify(message);
    else if (++this.#asked <= ASKED_MAX) answerOrAsk(message, this.#given);
    return undefined;
  }

  /** Progress under another token is another request's. */
  #notify({ method, params, paramsText }: Extract<UpstreamMessage, { kind: "notification" }>): void {
    const { id, onNotification, progressToken } = this.#given;
    if (onNotification === undefined) return;
    if (method !== "notifications/progress") return onNotification(method, params, paramsText);
    if (progressToken === undefined || params["progressToken"] !== id) return;
    tellProgress({ params, paramsText, progressToken, onNotification });
  }
}

/** A sign of life is answered at once, anything else handed on, or refused where nobody takes it. */
export function answerOrAsk(
  { id, method, params, paramsText }: Extract<UpstreamMessage, { kind: "request" }>,
  { answer, onRequest }: Pick<Given, "answer" | "onRequest">,
): void {
  if (method === "ping") answer(id, { result: "{}" });
  else if (onRequest === undefined) answer(id, { error: METHOD_NOT_FOUND });
  else onRequest({ id, method, params, paramsText });
}

function tellProgress({
  params,
  paramsText,
  progressToken,
  onNotification,
}: {
  params: JsonObject;
  paramsText: string;
  progressToken: string;
  onNotification: OnNotification;
}): void {
  const members = readMembers(paramsText);
  if (members === null) return;
  const restored = writeMembers(new Map(members).set("progressToken", progressToken));
  onNotification(
    "notifications/progress",
    { ...params, progressToken: JSON.parse(progressToken) as unknown },
    restored,
  );
}
