import "#server-only";
import { type JsonMembers, readMembers, writeMembers } from "#lib/kernel/json-members.ts";
import { isObject, type JsonObject } from "#lib/kernel/json.ts";
import type { UpstreamReply } from "#lib/upstreams/open-session.ts";
import { findUndeclared, type Undeclared } from "./find-undeclared.ts";

export type InputRequest = { method: string; params: JsonObject; paramsText: string };
/** What an instance wants to know before it goes on: by the keys it gave, and its own state as JSON text. */
export type WantedInput = { requests: ReadonlyMap<string, InputRequest>; state: string | undefined };
export type InputRequired = { ok: true; result: JsonObject; text: string };

const REQUESTS_MAX = 32;
/** The only things there are to ask for (MCP 2026-07-28, multi round-trip requests). */
const ASKED = new Set(["elicitation/create", "sampling/createMessage", "roots/list"]);
/** And the only requests whose answer may ask. */
const ASKING = new Set(["tools/call", "prompts/get", "resources/read"]);

export function isInputRequired(reply: UpstreamReply): reply is InputRequired {
  return reply.ok && "result" in reply && reply.result["resultType"] === "input_required";
}

/** What the result asks for; null when the revision does not allow it: nothing asked, anything else, or too much. */
export function readInput(method: string, { result, text }: InputRequired): WantedInput | null {
  const members = readMembers(text);
  const { inputRequests } = result;
  const state = members?.get("requestState");
  if (members === null || !ASKING.has(method)) return null;
  if (inputRequests === undefined) return state === undefined ? null : { requests: new Map(), state };
  const texts = readMembers(members.get("inputRequests") ?? "");
  if (!isObject(inputRequests) || texts === null || texts.size > REQUESTS_MAX) return null;
  if (texts.size === 0 && state === undefined) return null;
  const requests = new Map<string, InputRequest>();
  for (const [key, requestText] of texts) {
    const request = readRequest(inputRequests[key], requestText);
    if (request === null) return null;
    requests.set(key, request);
  }
  return { requests, state };
}

/** The first thing a client with these capabilities cannot be asked. */
export function findUndeclaredInput({ requests }: WantedInput, capabilities: JsonObject): Undeclared | null {
  for (const request of requests.values()) {
    const undeclared = findUndeclared(capabilities, request);
    if (undeclared !== null) return undeclared;
  }
  return null;
}

/** The request's params for the next round; what was there of an earlier one is replaced or gone. */
export function withInput(params: string, responses: string | undefined, state: string | undefined): string {
  const members = new Map<string, string>(readMembers(params) ?? []);
  set(members, "inputResponses", responses);
  set(members, "requestState", state);
  return writeMembers(members);
}

function set(members: Map<string, string>, name: string, value: string | undefined): void {
  if (value === undefined) members.delete(name);
  else members.set(name, value);
}

function readRequest(request: unknown, text: string): InputRequest | null {
  const members: JsonMembers | null = readMembers(text);
  if (!isObject(request) || members === null) return null;
  const { method, params } = request;
  if (typeof method !== "string" || !ASKED.has(method)) return null;
  if (params === undefined) return method === "roots/list" ? { method, params: {}, paramsText: "{}" } : null;
  const paramsText = members.get("params") ?? "{}";
  // What may be asked is decided by them, and they go on as they came: which of two counts, clients may disagree about.
  return isObject(params) && readMembers(paramsText) !== null ? { method, params, paramsText } : null;
}
