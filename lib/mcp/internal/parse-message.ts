import "#server-only";
import { type JsonMembers, readMembers } from "#lib/kernel/json-members.ts";
import { isObject, type JsonObject, parseJson } from "#lib/kernel/json.ts";
import { hasLookAlikeMeta, hasLookAlikeParam } from "./find-look-alike.ts";
import type { McpResponse, RequestId } from "./http.ts";
import { answerError, CODE } from "./protocol.ts";

/** `idText`, `paramsText` and `members` (of the params) are the bytes that came: what is passed on is these. */
export type RpcRequest = {
  kind: "request";
  id: RequestId;
  idText: string;
  method: string;
  params: JsonObject;
  paramsText: string;
  members: JsonMembers;
};
export type RpcNotification = {
  kind: "notification";
  method: string;
  params: JsonObject;
  paramsText: string;
};
/** What a client answers to something it was asked. */
export type RpcResponse = {
  kind: "response";
  id: RequestId;
  idText: string;
  answer: { result: string } | { error: { code: number; message: string } };
};
export type RpcMessage = RpcRequest | RpcNotification | RpcResponse;
export type Parsed = { ok: true; message: RpcMessage } | { ok: false; refusal: McpResponse };

const ID_LENGTH_MAX = 256;
const METHOD_LENGTH_MAX = 128;
const TWICE = "A member is named twice: which of the two counts, nobody can tell.";

const NOTHING: JsonMembers = new Map();
const LOOKS_ALIKE = "A member is named like one of MCP's but for its case: name it exactly.";

const decoder = new TextDecoder("utf-8", { fatal: true });

/**
 * The one JSON-RPC message of a body. Batches, ids we could not echo exactly (null, fractions, beyond 2^53) and members
 * named twice, or almost, where we or an instance decide by them are refused: MCP 2025-11-25 and 2026-07-28, base protocol.
 */
export function parseMessage(body: Uint8Array, depthMax: number): Parsed {
  const text = decode(body) ?? "";
  const parsed = parseJson(text, depthMax);
  if (parsed === null) {
    return refuse(CODE.parseError, "The request body is not JSON in UTF-8, or is nested too deeply.");
  }
  const { value } = parsed;
  if (Array.isArray(value))
    return refuse(CODE.invalidRequest, "Batches are not supported: send one message a request.");
  if (!isObject(value) || value["jsonrpc"] !== "2.0")
    return refuse(CODE.invalidRequest, "This is not a JSON-RPC 2.0 message.");
  const envelope = readMembers(text);
  if (envelope === null) return refuse(CODE.invalidRequest, TWICE);
  return value["method"] === undefined ? readResponse(value, envelope) : readCall(value, envelope);
}

function readCall(value: JsonObject, envelope: JsonMembers): Parsed {
  const { method, id, params = {} } = value;
  if (typeof method !== "string" || method === "" || method.length > METHOD_LENGTH_MAX) {
    return refuse(CODE.invalidRequest, "The method of a JSON-RPC message is a short text.");
  }
  if (!isObject(params)) return refuse(CODE.invalidRequest, "The params of an MCP message are an object.");
  const paramsText = envelope.get("params") ?? "{}";
  const members = readMembers(paramsText);
  const meta = readObject(members?.get("_meta"));
  if (members === null || meta === null || readObject(members.get("arguments")) === null) {
    return refuse(CODE.invalidRequest, TWICE);
  }
  if (hasLookAlikeParam(members.keys()) || hasLookAlikeMeta(meta.keys())) {
    return refuse(CODE.invalidRequest, LOOKS_ALIKE);
  }
  if (id === undefined) return { ok: true, message: { kind: "notification", method, params, paramsText } };
  if (!isEchoable(id) || method.startsWith("notifications/")) {
    return refuse(
      CODE.invalidRequest,
      "A request has a string or an integer as its id, a notification none.",
    );
  }
  const idText = envelope.get("id") ?? JSON.stringify(id);
  return { ok: true, message: { kind: "request", id, idText, method, params, paramsText, members } };
}

function readResponse(value: JsonObject, envelope: JsonMembers): Parsed {
  const { id, result, error } = value;
  const isOne = isEchoable(id) && (result === undefined) !== (error === undefined);
  const answer = isObject(result) ? { result: envelope.get("result") ?? "{}" } : readError(error);
  if (!isOne || answer === null) {
    return refuse(
      CODE.invalidRequest,
      "This is neither a JSON-RPC request, nor a notification or a response.",
    );
  }
  const idText = envelope.get("id") ?? JSON.stringify(id);
  return { ok: true, message: { kind: "response", id, idText, answer } };
}

function readError(error: unknown): { error: { code: number; message: string } } | null {
  if (!isObject(error)) return null;
  const { code, message } = error;
  if (!Number.isSafeInteger(code) || typeof message !== "string") return null;
  return { error: { code: code as number, message } };
}

/** Null when it names a member twice; nothing where there is none. */
function readObject(text: string | undefined): JsonMembers | null {
  return text?.startsWith("{") ? readMembers(text) : NOTHING;
}

function isEchoable(id: unknown): id is RequestId {
  return typeof id === "string" ? id.length <= ID_LENGTH_MAX : Number.isSafeInteger(id);
}

function decode(body: Uint8Array): string | null {
  try {
    return decoder.decode(body);
  } catch {
    return null;
  }
}

function refuse(code: number, message: string): Parsed {
  return { ok: false, refusal: answerError(400, null, { code, message }) };
}
