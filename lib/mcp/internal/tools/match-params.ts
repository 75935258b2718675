import "#server-only";
import { findVisibleTool } from "#lib/access/list-visible-tools.ts";
import { readHeaderParams } from "#lib/catalog/read-header-params.ts";
import type { CallContext } from "../call-context.ts";
import { findParamError, readParamHeaders, writeParamHeaders } from "../check-params.ts";
import type { RpcRequest } from "../parse-message.ts";
import { CODE, type RpcError } from "../protocol.ts";

/** Headers to send the instance; or what is wrong with those that came, or with the tool itself (null). */
export type MatchedParams =
  | { ok: true; write: (argumentsText: string | undefined) => Record<string, string> }
  | { ok: false; error: RpcError | null };

const MALFORMED: RpcError = {
  code: CODE.headerMismatch,
  message: "The headers and the body disagree: a Mcp-Param header is malformed.",
};

/**
 * Holds the headers that repeat arguments against the body, by the schema the tool is listed with. Those we know nothing
 * of go on as they came; those an older revision's client cannot send are written for it (MCP 2026-07-28, Streamable
 * HTTP, custom headers).
 */
export async function matchParams(
  { request, actor, era }: CallContext,
  { params: { name }, members }: RpcRequest,
): Promise<MatchedParams> {
  const sent = era === "modern" ? readParamHeaders(request) : {};
  if (sent === null) return { ok: false, error: MALFORMED };
  const tool = await findVisibleTool(actor, String(name));
  const params = readHeaderParams(tool?.definition["inputSchema"]);
  if (params === null) return { ok: false, error: null };
  const error = era === "modern" ? findParamError(request, params, members.get("arguments")) : null;
  if (error !== null) return { ok: false, error };
  return { ok: true, write: (argumentsText) => ({ ...writeParamHeaders(params, argumentsText), ...sent }) };
}
