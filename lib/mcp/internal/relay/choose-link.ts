import "#server-only";
import { leaseOwnSession, type OwnSession } from "#lib/upstreams/lease-own-session.ts";
import { type LeasedSession, leaseSession, type SessionOwner } from "#lib/upstreams/lease-session.ts";
import { nameAskingSession } from "../asking/name-asking-session.ts";
import { readCapabilities } from "../asking/read-capabilities.ts";
import type { CallContext } from "../call-context.ts";
import type { RpcRequest } from "../parse-message.ts";
import { needsOwnLink } from "../sessions/mcp-session.ts";
import type { RelayTarget } from "./send-request.ts";

type Wish = { message: RpcRequest; signal: AbortSignal | undefined };

/**
 * The session a request goes over: the one this organisation has with the instance under this key, of the client's own
 * revision where the instance speaks it; or one of the client's own, where it can be asked something, wants a log level or
 * has subscribed. Null when the instance has no key.
 */
export async function chooseLink(
  context: CallContext,
  target: RelayTarget,
  wish: Wish,
): Promise<LeasedSession | null> {
  const { upstreamId, url, key, keyHeader, transport } = target;
  const { actor, era, session } = context;
  if (key === null) return null;
  const owner = { tenantId: actor.tenantId, upstreamId, url, key, keyHeader, transport };
  if (era === "modern") return await chooseModernLink({ ...owner, era }, context, wish);
  if (session === null || !needsOwnLink(session)) return leaseSession(owner);
  const { id, expiresAt, clientCapabilities, logLevel } = session;
  const { grantId } = actor;
  return leaseOwnSession(owner, {
    mcpSessionId: id,
    grantId,
    expiresAt,
    capabilities: clientCapabilities,
    logLevel,
  });
}

/** In 2026-07-28 a request says what can be asked; an instance of before has to be told when a session is opened. */
async function chooseModernLink(
  owner: SessionOwner,
  { actor }: CallContext,
  { message, signal }: Wish,
): Promise<LeasedSession> {
  const shared = leaseSession(owner);
  const capabilities = readCapabilities(message.params);
  if (Object.keys(capabilities).length === 0) return shared;
  const opened = await shared.session(signal);
  if (!opened.ok || opened.session.era === "modern") return shared;
  const { era: _wish, ...legacy } = owner;
  return leaseOwnSession(legacy, toAskingSession(actor.grantId, capabilities));
}

function toAskingSession(
  grantId: OwnSession["grantId"],
  capabilities: OwnSession["capabilities"],
): OwnSession {
  return { ...nameAskingSession(grantId, capabilities), grantId, capabilities, logLevel: null };
}
