import "#server-only";
import type { CallContext } from "../call-context.ts";
import { answerNothing, type McpResponse } from "../http.ts";
import type { RpcResponse } from "../parse-message.ts";
import { answerError, CODE } from "../protocol.ts";
import { writeAnswer } from "./ask-client.ts";
import { deliverReply } from "./deliver-reply.ts";
import { readQuestionId } from "./question-id.ts";

const REFUSALS = {
  unknown: { status: 400, message: "Nothing was asked that this would answer." },
  too_large: { status: 413, message: "This answer is larger than 2 MiB. Answer with less." },
  too_many: { status: 503, message: "Too many answers are on their way. Try again in a moment." },
} as const;

/**
 * What a client answers to a question of ours: 202, also when nobody waits for it any longer; 400 for what was never
 * asked of this connection (MCP 2025-11-25, transports: an input that cannot be accepted is an HTTP error).
 */
export async function takeReply(
  { actor }: Pick<CallContext, "actor">,
  { id, answer }: RpcResponse,
): Promise<McpResponse> {
  const pendingId = readQuestionId(id, actor);
  if (pendingId === null) return refuse("unknown");
  const delivery = await deliverReply(pendingId, actor, writeAnswer(answer));
  if (delivery === "here" || delivery === "sent") return answerNothing(202);
  return refuse(delivery === "refused" ? "unknown" : delivery);
}

function refuse(reason: keyof typeof REFUSALS): McpResponse {
  const { status, message } = REFUSALS[reason];
  return answerError(status, null, { code: CODE.invalidRequest, message });
}
