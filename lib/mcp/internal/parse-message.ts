import "#server-only";
import { isObject, type JsonObject, parseJson } from "#lib/kernel/json.ts";
import type { McpResponse, RequestId } from "./http.ts";
import { answerError, CODE } from "./protocol.ts";

export type RpcRequest = { kind: "request"; id: RequestId; method: string; params: JsonObject };
export type RpcNotification = { kind: "notification"; method: string; params: JsonObject };
export type Parsed =
  | { ok: true; message: RpcRequest | RpcNotification }
  | { ok: false; refusal: McpResponse };

const ID_LENGTH_MAX = 256;
const METHOD_LENGTH_MAX = 128;

/**
 * The one JSON-RPC request or notification of a body. Batches, posted responses and ids we could not echo exactly
 * (null, fractions, beyond 2^53) are refused: MCP 2025-11-25 and 2026-07-28, base protocol.
 */
export function parseMessage(body: Uint8Array): Parsed {
  const parsed = parseJson(decode(body) ?? "");
  if (parsed === null) return refuse(CODE.parseError, "The request body is not JSON in UTF-8.");
  const { value } = parsed;
  if (Array.isArray(value))
    return refuse(CODE.invalidRequest, "Batches are not supported: send one message a request.");
  if (!isObject(value) || value["jsonrpc"] !== "2.0")
    return refuse(CODE.invalidRequest, "This is not a JSON-RPC 2.0 message.");
  const { method, id, params = {} } = value;
  if (typeof method !== "string" || method === "" || method.length > METHOD_LENGTH_MAX) {
    return refuse(CODE.invalidRequest, "Only JSON-RPC requests and notifications are accepted here.");
  }
  if (!isObject(params)) return refuse(CODE.invalidRequest, "The params of an MCP message are an object.");
  if (id === undefined) return { ok: true, message: { kind: "notification", method, params } };
  if (!isEchoable(id) || method.startsWith("notifications/")) {
    return refuse(
      CODE.invalidRequest,
      "A request has a string or an integer as its id, a notification none.",
    );
  }
  return { ok: true, message: { kind: "request", id, method, params } };
}

function isEchoable(id: unknown): id is RequestId {
  return typeof id === "string" ? id.length <= ID_LENGTH_MAX : Number.isSafeInteger(id);
}

function decode(body: Uint8Array): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(body);
  } catch {
    return null;
  }
}

function refuse(code: number, message: string): Parsed {
  return { ok: false, refusal: answerError(400, null, { code, message }) };
}
