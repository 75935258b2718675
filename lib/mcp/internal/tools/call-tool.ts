import "#server-only";
import { type AllowedCall, type Decision, decide } from "#lib/access/decide.ts";
import { limitArguments } from "#lib/access/limit-arguments.ts";
import { writeMembers } from "#lib/kernel/json-members.ts";
import { isObject } from "#lib/kernel/json.ts";
import { getConfig } from "#lib/platform/config/get-config.ts";
import { mapResult, toToolError } from "../../map-result.ts";
import type { CallContext } from "../call-context.ts";
import { findMapping } from "../features/find-mapping.ts";
import { answerJson, type McpResponse } from "../http.ts";
import { checkCallLimit } from "../limits/check-call-limit.ts";
import { explainLimit, explainPause, explainRefusal, explainWait, UNKNOWN_TOOL } from "../messages.ts";
import type { RpcRequest } from "../parse-message.ts";
import { answerError, CODE } from "../protocol.ts";
import { recordRefusedCall } from "../relay/record-relayed.ts";
import { sendRequest } from "../relay/send-request.ts";
import { matchParams } from "./match-params.ts";
import { refuseForScope } from "./refuse-for-scope.ts";

/** `tools/call`: decided now from the organisation's rows, then relayed; or refused in one of the three ways. */
export async function callTool(context: CallContext, message: RpcRequest): Promise<McpResponse> {
  const { name, arguments: given } = message.params;
  if (typeof name !== "string" || (given !== undefined && !isObject(given))) {
    const text = "tools/call takes a name, and arguments that are an object.";
    return answerError(200, message.id, { code: CODE.invalidParams, message: text });
  }
  const seconds = checkCallLimit(context.actor);
  if (seconds !== null) {
    recordRefusedCall(context, message, { outcome: "limited" });
    return answerToolError(context, message, explainWait(seconds));
  }
  const decision = await decide(context.actor, name);
  if (!decision.ok) return await refuse(context, message, decision);
  const { call } = decision;
  const headers = matchParams(context, message, call.headerParams);
  if (!headers.ok) return answerError(400, message.id, headers.error);
  const limited = limitArguments(call.argumentLimits, message.members.get("arguments"));
  if (!limited.ok) {
    recordRefusedCall(context, message, { outcome: "denied", layer: "arguments" });
    return answerToolError(context, message, explainLimit(limited, getConfig().publicUrl));
  }
  const params = toUpstreamParams(message, call.toolName, limited.text);
  const sent = { method: "tools/call", params, message, headers: headers.write(limited.text) };
  const mapping = name === call.toolName ? undefined : await findMapping(context.actor, call.upstreamId);
  return await sendRequest(context, call, sent, mapping);
}

const OWN_MEMBERS: ReadonlySet<string> = new Set(["_meta", "task", "name", "arguments"]);

/**
 * As it came but for the name, which is the instance's own, the arguments we fill in, and a wish to run as a task, which
 * we do not offer.
 */
function toUpstreamParams({ members }: RpcRequest, name: string, argumentsText: string | undefined): string {
  const own: [string, string][] = [["name", JSON.stringify(name)]];
  if (argumentsText !== undefined) own.push(["arguments", argumentsText]);
  return writeMembers([...own, ...[...members].filter(([member]) => !OWN_MEMBERS.has(member))]);
}

async function refuse(
  context: CallContext,
  message: RpcRequest,
  refused: Exclude<Decision, { ok: true; call: AllowedCall }>,
): Promise<McpResponse> {
  recordRefusedCall(context, message, { outcome: "denied", layer: refused.layer });
  if (refused.layer === "unknown") {
    return answerError(200, message.id, { code: CODE.invalidParams, message: UNKNOWN_TOOL });
  }
  if (refused.layer === "grant") return await refuseForScope(context, refused.groups);
  if (refused.layer === "paused" && refused.upstreamName !== undefined) {
    return answerToolError(context, message, explainPause(refused.upstreamName));
  }
  return answerToolError(context, message, explainRefusal(refused, getConfig().publicUrl));
}

/** What went wrong with a call is for the model to read (MCP 2025-11-25, tools, error handling). */
function answerToolError({ era }: CallContext, { id }: RpcRequest, text: string): McpResponse {
  return answerJson(200, mapResult(era, id, toToolError(text)));
}
