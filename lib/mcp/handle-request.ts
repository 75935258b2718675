import "#server-only";
import { countRevocations } from "#lib/grants/watch-revocations.ts";
import type { ClientActor } from "#lib/kernel/actor.ts";
import { isDomainError } from "#lib/kernel/errors.ts";
import { isOutage } from "#lib/kernel/outage.ts";
import { challenge } from "#lib/oauth/challenge.ts";
import { resolveClientActor } from "#lib/oauth/resolve-client-actor.ts";
import { getConfig } from "#lib/platform/config/get-config.ts";
import { log } from "#lib/platform/log/log.ts";
import { checkEra } from "./check-era.ts";
import { answerLegacy } from "./internal/answer-legacy.ts";
import { answerModern } from "./internal/answer-modern.ts";
import { takeReply } from "./internal/asking/take-reply.ts";
import { findHttpRefusal } from "./internal/find-http-refusal.ts";
import {
  answerJson,
  type McpRequest,
  type McpResponse,
  readHeader,
  type RequestId,
} from "./internal/http.ts";
import { answerWait } from "./internal/keys/answer-wait.ts";
import { resolveKeyActor } from "./internal/keys/resolve-key-actor.ts";
import { refuseBeyondLimit } from "./internal/limits/refuse-beyond-limit.ts";
import { parseMessage, type RpcResponse } from "./internal/parse-message.ts";
import { answerError, CODE, INTERNAL_ERROR } from "./internal/protocol.ts";
import { recordRefusal, recordUse } from "./internal/record-use.ts";
import { answerSession } from "./internal/sessions/answer-session.ts";
import { findSession, type FoundSession } from "./internal/sessions/find-session.ts";
import { findAcceptRefusal, shapeAnswer } from "./internal/shape-answer.ts";
import { touchGrant } from "./internal/touch-grant.ts";

export type { McpRequest, McpResponse, StreamBody } from "./internal/http.ts";

/** A body that took longer to come has its token checked again: who sends slowly must not outlive a revocation. */
const PROMPT_MS = 250;
const SHARED_PATHS = new Set(["/", "/api/mcp", "/api/mcp/"]);
const PREFIX = "/api/mcp/";
const NO_SESSION: FoundSession = { ok: true, session: null };

/**
 * The gateway: one HTTP request of either protocol era in, one answer out; never throws. The token is asked for before
 * anything else, on every method and whatever `Accept` says, because hosts probe with all of them.
 */
export async function handleMcpRequest(request: McpRequest): Promise<McpResponse> {
  const seen: Seen = { method: null, id: null, isMixed: false };
  try {
    const checked = await checkToken(request);
    if (!checked.ok) return checked.refusal;
    const { actor, at } = checked;
    const answer =
      findHttpRefusal(request) ??
      (request.method === "POST"
        ? await answerPost(request, checked, seen)
        : await answerSession({ ...toContext(request, checked), era: "legacy", bytesIn: 0 }));
    recordUse({ request, actor, ...seen, answer, at });
    return shapeAnswer(request, answer);
  } catch (error) {
    log.error({ err: error }, "a gateway request failed");
    const isAway = isOutage(error) || isDomainError(error, "unavailable");
    return answerError(isAway ? 503 : 500, seen.id, INTERNAL_ERROR, isAway ? { "retry-after": "2" } : {});
  }
}

/** Null at the shared address. What no organisation can have as its address is one that nobody's token is for. */
function findAddress(path: string): string | null {
  return SHARED_PATHS.has(path) ? null : path.slice(PREFIX.length).replace(/\/$/, "");
}

/** What the message asked for, once it was read. */
type Seen = { method: string | null; id: RequestId | null; isMixed: boolean };
type CheckedToken = { ok: true; actor: ClientActor; address: string | null; since: number; at: number };

async function checkToken(request: McpRequest): Promise<CheckedToken | { ok: false; refusal: McpResponse }> {
  const address = findAddress(request.path);
  const since = countRevocations();
  const at = performance.now();
  const header = readHeader(request, "authorization");
  const resolved = (await resolveKeyActor(header, address)) ?? (await resolveClientActor(header, address));
  if (resolved.ok) return { ok: true, actor: resolved.actor, address, since, at };
  if (resolved.reason === "wait") return { ok: false, refusal: answerWait(resolved) };
  recordRefusal(request, address, resolved.reason);
  return { ok: false, refusal: refuseToken({ address, isRoot: request.path === "/" }, resolved.reason) };
}

/** RFC 6750 section 3: no error where no token was sent. */
function refuseToken(
  place: { address: string | null; isRoot: boolean },
  reason: "missing" | "invalid",
): McpResponse {
  const isMissing = reason === "missing";
  const body = {
    error: isMissing ? "unauthorized" : "invalid_token",
    error_description: isMissing
      ? "Connect to this server by signing in."
      : "This connection has ended or its token has expired. Connect again.",
  };
  const header = challenge({ ...place, ...(isMissing ? {} : { error: "invalid_token" as const }) });
  return answerJson(401, body, { "www-authenticate": header });
}

async function answerPost(request: McpRequest, first: CheckedToken, seen: Seen): Promise<McpResponse> {
  const { bodyBytesMax, depthMax } = getConfig().mcp;
  const body = await request.readBody(bodyBytesMax);
  if (body === null) {
    return answerError(413, null, {
      code: CODE.invalidRequest,
      message: "The request body is larger than this server takes.",
    });
  }
  const parsed = parseMessage(body, depthMax);
  if (!parsed.ok) return parsed.refusal;
  const { message } = parsed;
  if (message.kind === "response") return await takeResponse(request, first, message);
  seen.method = message.method;
  if (message.kind === "request") seen.id = message.id;
  const era = checkEra(request, message, first.actor.clientId);
  if (!era.ok) return era.refusal;
  seen.isMixed = era.isMixed;
  const unacceptable = findAcceptRefusal(request, message);
  if (unacceptable !== null) return unacceptable;
  const checked = await checkAgain(request, first);
  if (!checked.ok) return checked.refusal;
  const { actor } = checked;
  touchGrant(actor);
  const names = era.era === "legacy" && message.method !== "initialize";
  const found = names ? await findSession(request, checked) : NO_SESSION;
  if (!found.ok) return found.refusal;
  const { session } = found;
  const context = { ...toContext(request, checked), era: era.era, session, bytesIn: body.byteLength };
  const beyond = refuseBeyondLimit(actor, message);
  if (beyond !== null) return beyond;
  return era.era === "modern" ? await answerModern(context, message) : await answerLegacy(context, message);
}

function toContext(request: McpRequest, { actor, address, since, at }: CheckedToken) {
  const place = { address, isRoot: request.path === "/" };
  return { request, actor, address, since, at, refuse: () => refuseToken(place, "invalid") };
}

/** What a client answers to a question of ours. */
async function takeResponse(
  request: McpRequest,
  first: CheckedToken,
  message: RpcResponse,
): Promise<McpResponse> {
  const checked = await checkAgain(request, first);
  if (!checked.ok) return checked.refusal;
  const found = await findSession(request, checked);
  return found.ok ? await takeReply(checked, message) : found.refusal;
}

async function checkAgain(request: McpRequest, first: CheckedToken): ReturnType<typeof checkToken> {
  const isPrompt = countRevocations() === first.since && performance.now() - first.at <= PROMPT_MS;
  return isPrompt ? first : await checkToken(request);
}
