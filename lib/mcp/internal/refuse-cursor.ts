import "#server-only";
import type { McpResponse } from "./http.ts";
import { INVALID_CURSOR } from "./messages.ts";
import type { RpcRequest } from "./parse-message.ts";
import { answerError, CODE } from "./protocol.ts";

/** The answer to a cursor that was never given out, or not for this list (MCP, pagination: -32602). */
export function refuseCursor({ id }: RpcRequest): McpResponse {
  return answerError(200, id, { code: CODE.invalidParams, message: INVALID_CURSOR });
}
