import "#server-only";
import type { ClientActor } from "#lib/kernel/actor.ts";
import type { McpResponse } from "../http.ts";
import { explainWait } from "../messages.ts";
import type { RpcNotification, RpcRequest } from "../parse-message.ts";
import { answerError, CODE } from "../protocol.ts";
import { checkRequestLimit } from "./check-call-limit.ts";

/** A call counts as a call and is answered as one; a ping says only that somebody is there. */
const COUNTED_ELSEWHERE: ReadonlySet<string> = new Set(["tools/call", "ping"]);

/** The JSON-RPC error for a request beyond its limit, null within it. Never 429: apps take that for a broken server. */
export function refuseBeyondLimit(
  actor: ClientActor,
  message: RpcRequest | RpcNotification,
): McpResponse | null {
  if (message.kind === "notification" || COUNTED_ELSEWHERE.has(message.method)) return null;
  const seconds = checkRequestLimit(actor);
  if (seconds === null) return null;
  const error = { code: CODE.busy, message: explainWait(seconds), data: { retryAfterSeconds: seconds } };
  return answerError(200, message.id, error);
}
