import "#server-only";
import type { UpstreamId } from "#lib/kernel/ids.ts";
import { isObject } from "#lib/kernel/json.ts";
import type { LeasedSession } from "#lib/upstreams/lease-session.ts";
import type { RequestOptions, UpstreamReply, UpstreamRequest } from "#lib/upstreams/open-session.ts";
import type { CallContext } from "../call-context.ts";
import { explainLack } from "../messages.ts";
import type { RpcRequest } from "../parse-message.ts";
import { CODE, type RpcError } from "../protocol.ts";
import type { CallAnswer } from "../relay/call-answer.ts";
import type { Asker } from "./ask-client.ts";
import { askInRounds } from "./ask-in-rounds.ts";
import { findUndeclaredVisit, wantsVisit } from "./ask-to-visit.ts";
import { exchangeModern } from "./exchange-modern.ts";
import { nameLack } from "./find-undeclared.ts";
import { isInputRequired, withInput } from "./read-input.ts";
import { openQuestions, type Questions } from "./relay-question.ts";

/** One request of a client on its way to an instance. */
export type Exchange = {
  context: CallContext;
  target: { upstreamId: UpstreamId; upstreamName: string };
  message: RpcRequest;
  /** What the instance gets. */
  request: UpstreamRequest;
  link: LeasedSession;
  options: RequestOptions;
  answer: CallAnswer;
};

/** Why there is no result though nothing is wrong with the instance: a sentence for whoever reads it, or an error. */
export type Refused = { ok: true; refused: string | RpcError };
export type Exchanged = UpstreamReply | Refused;

/**
 * Sends a request and carries what the instance asks meanwhile to the client, and its answers back, in the words of each
 * side's revision (MCP 2025-11-25: requests on the call's stream; 2026-07-28: multi round-trip requests).
 */
export async function exchange(given: Exchange): Promise<Exchanged> {
  return given.context.era === "modern"
    ? await exchangeModern(given)
    : await exchangeLegacy(withoutInput(given));
}

/** The older revisions have no multi round-trip requests: a state that did not come by a seal of ours goes no further. */
function withoutInput(given: Exchange): Exchange {
  const { message, request } = given;
  if (!message.members.has("requestState") && !message.members.has("inputResponses")) return given;
  return { ...given, request: { ...request, params: withInput(request.params, undefined, undefined) } };
}

async function exchangeLegacy(given: Exchange): Promise<Exchanged> {
  const { context, answer, link, request, options } = given;
  const capabilities = answer.canStream ? (context.session?.clientCapabilities ?? {}) : {};
  const asker = { owner: context.actor, capabilities, send: (message: string) => answer.send(message) };
  if (Object.keys(capabilities).length === 0) {
    return await finishLegacy(given, asker, await link.request(request, options));
  }
  const questions = openQuestions(asker);
  const asking = { ...given, options: listenTo(questions, options) };
  try {
    return await finishLegacy(asking, asker, await link.request(request, asking.options));
  } finally {
    questions.end();
  }
}

/** An instance of 2026-07-28 asks by its result, or refuses at once whom it cannot ask. */
async function finishLegacy(given: Exchange, asker: Asker, reply: UpstreamReply): Promise<Exchanged> {
  if (isInputRequired(reply)) return await askInRounds(given, asker, reply);
  const lacks = wantsVisit(reply)
    ? findUndeclaredVisit(reply, given.context.session?.clientCapabilities ?? {})?.lacks
    : findMissingCapability(reply);
  return lacks === undefined ? reply : { ok: true, refused: explainLack(given.target.upstreamName, lacks) };
}

function findMissingCapability(reply: UpstreamReply): string | undefined {
  if (!reply.ok || !("error" in reply) || reply.error.code !== CODE.missingCapability) return undefined;
  const { data } = reply.error;
  return nameLack(isObject(data) ? data["requiredCapabilities"] : undefined);
}

function listenTo(questions: Questions, options: RequestOptions): RequestOptions {
  return {
    ...options,
    onRequest: questions.onRequest,
    onNotification: (method, params, text) => {
      if (!questions.onNotification(method, params, text)) options.onNotification?.(method, params, text);
    },
  };
}
