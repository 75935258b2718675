import "#server-only";
import { readMembers, writeMembers } from "#lib/kernel/json-members.ts";
import { isObject } from "#lib/kernel/json.ts";
import { UNKNOWN_TO_CLIENT } from "../messages.ts";
import { CODE } from "../protocol.ts";
import type { Era } from "./map-reply.ts";

/** A JSON-RPC error of an instance: parsed to decide by, and the bytes that came. */
export type RelayedError = { code: number; message: string; data?: unknown; text?: string };

/**
 * The JSON-RPC error for a client of that revision and the HTTP status, were it the whole answer. A code that means one
 * hop's business (header mismatch, version), or that the revision does not have, never passes (MCP 2026-07-28, base
 * protocol, error codes); message, data and unknown members pass as they came.
 */
export function writeError(
  era: Era,
  idText: string,
  error: RelayedError,
): { message: string; status: number } {
  const code = mapCode(era, error);
  const wrap = (body: string, status = 200) => ({
    message: `{"jsonrpc":"2.0","id":${idText},"error":${body}}`,
    status,
  });
  if (code === null) return wrap(JSON.stringify({ code: CODE.internal, message: UNKNOWN_TO_CLIENT }));
  const members = error.text === undefined ? null : readMembers(error.text);
  const body =
    members === null
      ? JSON.stringify({ ...error, code })
      : writeMembers(new Map(members).set("code", String(code)));
  return wrap(body, era === "modern" ? statusOf(code) : 200);
}

/** Null for what this client's revision has no word for. */
function mapCode(era: Era, { code, data }: RelayedError): number | null {
  if (code === CODE.missingCapability) {
    return era === "modern" && isObject(data) && isObject(data["requiredCapabilities"]) ? code : null;
  }
  if (era === "modern" && code === CODE.resourceNotFound) return CODE.invalidParams;
  if (era === "legacy" && code === CODE.urlElicitation) return code;
  return code <= -32020 && code >= -32099 ? null : code;
}

function statusOf(code: number): number {
  if (code === CODE.missingCapability) return 400;
  return code === CODE.methodNotFound ? 404 : 200;
}
