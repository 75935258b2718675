import "#server-only";
import type { HeaderParam } from "#lib/catalog/read-header-params.ts";
import type { CallContext } from "../call-context.ts";
import { findParamError, readParamHeaders, writeParamHeaders } from "../check-params.ts";
import type { RpcRequest } from "../parse-message.ts";
import { CODE, type RpcError } from "../protocol.ts";

/** Headers to send the instance; or what is wrong with those that came. */
export type MatchedParams =
  | { ok: true; write: (argumentsText: string | undefined) => Record<string, string> }
  | { ok: false; error: RpcError };

const MALFORMED: RpcError = {
  code: CODE.headerMismatch,
  message: "The headers and the body disagree: a Mcp-Param header is malformed.",
};

/**
 * Holds the headers that repeat arguments against the body, by the tool's own schema. Those we know nothing of go on as
 * they came; the others are written from what is sent, so that none says what a client of an older revision, or an
 * argument we filled in, does not (MCP 2026-07-28, Streamable HTTP, custom headers).
 */
export function matchParams(
  { request, era }: CallContext,
  { members }: RpcRequest,
  params: readonly HeaderParam[],
): MatchedParams {
  const sent = era === "modern" ? readParamHeaders(request) : {};
  if (sent === null) return { ok: false, error: MALFORMED };
  const error = era === "modern" ? findParamError(request, params, members.get("arguments")) : null;
  if (error !== null) return { ok: false, error };
  return { ok: true, write: (argumentsText) => ({ ...sent, ...writeParamHeaders(params, argumentsText) }) };
}
