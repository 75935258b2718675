import "#server-only";
import { readMembers, writeMembers } from "#lib/kernel/json-members.ts";
import { type JsonObject, parseJson } from "#lib/kernel/json.ts";
import type { UpstreamReply } from "#lib/upstreams/open-session.ts";
import { ASKING, explainLack } from "../messages.ts";
import { CODE } from "../protocol.ts";
import { answerParked } from "./answer-parked.ts";
import { askToVisit } from "./ask-to-visit.ts";
import type { Exchange, Exchanged } from "./exchange.ts";
import { parkWhileAsked } from "./park-call.ts";
import type { Outcome } from "./parked-message.ts";
import { readCapabilities } from "./read-capabilities.ts";
import { findUndeclaredInput, isInputRequired, readInput, withInput } from "./read-input.ts";
import { openState, type RequestState, type StatePlace, sealState } from "./seal-state.ts";

const BAD_STATE = { code: CODE.invalidParams, message: ASKING.badState };

/**
 * A request of 2026-07-28. An instance of that revision asks in its result, and what it wants back is sealed on its way
 * to the client; an older one asks while the call runs, which is then held open until the client comes back.
 */
export async function exchangeModern(given: Exchange): Promise<Exchanged> {
  const place = toPlace(given);
  const capabilities = readCapabilities(given.message.params);
  const isRetry = given.message.members.has("requestState");
  const state = isRetry ? openState(given.message.params["requestState"], place) : undefined;
  if (state === null) return { ok: true, refused: BAD_STATE };
  const outcome = await send(given, state, capabilities, place);
  if ("refused" in outcome) return { ok: true, refused: outcome.refused };
  if ("asked" in outcome) return toReply(outcome.asked);
  return passOn(given, outcome.reply, capabilities, place);
}

/** What a state is for: this connection, this instance, this tool (or prompt, or resource). */
function toPlace({ context: { actor }, target, request }: Exchange): StatePlace {
  const { tenantId, personId, grantId } = actor;
  const members = readMembers(request.params);
  const name = members?.get("name") ?? members?.get("uri") ?? "";
  return { tenantId, personId, grantId, upstreamId: target.upstreamId, method: request.method, name };
}

async function send(
  given: Exchange,
  state: RequestState | undefined,
  capabilities: JsonObject,
  place: StatePlace,
): Promise<Outcome> {
  if (state?.kind === "parked") return await answerParked(given, state.held);
  const request = state === undefined ? given.request : toRetry(given, state);
  if (Object.keys(capabilities).length > 0) {
    return await parkWhileAsked({ ...given, request }, capabilities, place);
  }
  return { reply: await given.link.request(request, given.options) };
}

function toRetry({ request, message }: Exchange, { kind, held }: RequestState): Exchange["request"] {
  if (kind === "again") return { ...request, params: withInput(request.params, undefined, undefined) };
  return { ...request, params: withInput(request.params, message.members.get("inputResponses"), held) };
}

function toReply(text: string): UpstreamReply {
  return { ok: true, result: parseJson(text)?.value as JsonObject, text };
}

/** A question the client cannot answer is not shown to it; one it can goes as it came, but for the sealed state. */
function passOn(
  { target, request }: Exchange,
  reply: UpstreamReply,
  capabilities: JsonObject,
  place: StatePlace,
): Exchanged {
  const visit = askToVisit(reply, capabilities, place);
  if (visit !== null) return toReply(visit);
  if (!isInputRequired(reply)) return reply;
  const input = readInput(request.method, reply);
  if (input === null) return { ok: false, reason: "protocol" };
  const undeclared = findUndeclaredInput(input, capabilities);
  if (undeclared !== null) return { ok: true, refused: explainLack(target.upstreamName, undeclared.lacks) };
  if (input.state === undefined) return reply;
  const requestState = sealState({ kind: "relayed", held: input.state }, place);
  const members = new Map(readMembers(reply.text)).set("requestState", JSON.stringify(requestState));
  return { ok: true, result: { ...reply.result, requestState }, text: writeMembers(members) };
}
