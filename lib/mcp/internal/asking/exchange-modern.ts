import "#server-only";
import { readMembers, writeMembers } from "#lib/kernel/json-members.ts";
import { type JsonObject, parseJson } from "#lib/kernel/json.ts";
import type { UpstreamReply } from "#lib/upstreams/open-session.ts";
import { BAD_STATE_TEXT, explainLack } from "../messages.ts";
import { CODE } from "../protocol.ts";
import { answerParked } from "./answer-parked.ts";
import { askToVisit, wantsVisit } from "./ask-to-visit.ts";
import type { Exchange, Exchanged } from "./exchange.ts";
import { parkWhileAsked } from "./park-call.ts";
import type { Outcome } from "./parked-message.ts";
import { readCapabilities } from "./read-capabilities.ts";
import { findUndeclaredInput, isInputRequired, readInput, withInput } from "./read-input.ts";
import { openState, type RequestState, type StatePlace, sealState } from "./seal-state.ts";

const BAD_STATE = { code: CODE.invalidParams, message: BAD_STATE_TEXT };

/**
 * A request of 2026-07-28. An instance of that revision asks in its result, and what it wants back is sealed on its way
 * to the client; an older one asks while the call runs, which is then held open until the client comes back.
 */
export async function exchangeModern(given: Exchange): Promise<Exchanged> {
  const { message, link, request, options } = given;
  const capabilities = readCapabilities(message.params);
  if (Object.keys(capabilities).length === 0 && !message.members.has("requestState")) {
    return passOn(given, await link.request(request, options), capabilities);
  }
  const outcome = await exchangeAsking(given, capabilities);
  if ("refused" in outcome) return { ok: true, refused: outcome.refused };
  return "asked" in outcome ? toReply(outcome.asked) : passOn(given, outcome.reply, capabilities);
}

async function exchangeAsking(given: Exchange, capabilities: JsonObject): Promise<Outcome> {
  const { message, link, options } = given;
  const place = toPlace(given);
  const isRetry = message.members.has("requestState");
  const state = isRetry ? openState(message.params["requestState"], place) : undefined;
  if (state === null) return { refused: BAD_STATE };
  if (state?.kind === "parked") return await answerParked(given, state.held);
  const request = state === undefined ? given.request : toRetry(given, state);
  if (Object.keys(capabilities).length === 0) return { reply: await link.request(request, options) };
  return await parkWhileAsked({ ...given, request }, capabilities, place);
}

/** What a state is for: this connection, this instance, this tool (or prompt, or resource). */
function toPlace({ context: { actor }, target, request }: Exchange): StatePlace {
  const { tenantId, personId, grantId } = actor;
  const members = readMembers(request.params);
  const name = members?.get("name") ?? members?.get("uri") ?? "";
  return { tenantId, personId, grantId, upstreamId: target.upstreamId, method: request.method, name };
}

function toRetry({ request, message }: Exchange, { kind, held }: RequestState): Exchange["request"] {
  if (kind === "again") return { ...request, params: withInput(request.params, undefined, undefined) };
  return { ...request, params: withInput(request.params, message.members.get("inputResponses"), held) };
}

function toReply(text: string): UpstreamReply {
  return { ok: true, result: parseJson(text)?.value as JsonObject, text };
}

/** A question the client cannot answer is not shown to it; one it can goes as it came, but for the sealed state. */
function passOn(given: Exchange, reply: UpstreamReply, capabilities: JsonObject): Exchanged {
  const { target, request } = given;
  if (wantsVisit(reply)) {
    const asked = askToVisit(reply, capabilities, toPlace(given));
    return asked === null ? reply : toReply(asked);
  }
  if (!isInputRequired(reply)) return reply;
  const input = readInput(request.method, reply);
  if (input === null) return { ok: false, reason: "protocol" };
  const undeclared = findUndeclaredInput(input, capabilities);
  if (undeclared !== null) return { ok: true, refused: explainLack(target.upstreamName, undeclared.lacks) };
  if (input.state === undefined) return reply;
  const requestState = sealState({ kind: "relayed", held: input.state }, toPlace(given));
  const members = new Map(readMembers(reply.text)).set("requestState", JSON.stringify(requestState));
  return { ok: true, result: { ...reply.result, requestState }, text: writeMembers(members) };
}
