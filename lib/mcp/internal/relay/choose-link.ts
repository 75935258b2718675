import "#server-only";
import type { TenantId } from "#lib/kernel/ids.ts";
import type { JsonObject } from "#lib/kernel/json.ts";
import { leaseOwnSession } from "#lib/upstreams/lease-own-session.ts";
import { type LeasedSession, leaseSession, type SessionOwner } from "#lib/upstreams/lease-session.ts";
import { nameOwner } from "#lib/upstreams/name-owner.ts";
import { listenWhileCalling } from "../asking/listen-while-calling.ts";
import { nameAskingSession } from "../asking/name-asking-session.ts";
import { readCapabilities } from "../asking/read-capabilities.ts";
import type { CallContext } from "../call-context.ts";
import type { RpcRequest } from "../parse-message.ts";
import { isHeard } from "../sessions/follow-session.ts";
import { needsOwnLink } from "../sessions/mcp-session.ts";
import { toOwnSession } from "../sessions/own-links.ts";
import { findSessionState } from "../sessions/store.ts";
import { watchSession } from "../sessions/watch-session.ts";
import { toOwner } from "../to-owner.ts";
import type { RelayTarget } from "./send-request.ts";

/** One call often follows another, and nobody else listens. */
const LINGER_MS = 3_000;

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
  const { actor, era, session } = context;
  const owner = toOwner(actor.tenantId, target);
  if (owner === null) return null;
  const { upstreamId } = owner;
  if (era === "modern") return await chooseModernLink({ ...owner, era }, context, wish);
  if (session === null || !needsOwnLink(session)) return leaseSession(owner);
  const own = leaseOwnSession(owner, toOwnSession({ actor, session }));
  const { id, clientCapabilities } = session;
  // Where one of its streams hears what is asked, nobody else has to.
  if (!canBeAsked(clientCapabilities) || (await isHeard(session, upstreamId, own))) return own;
  const untilWanted = (giveUp: () => void) =>
    watchSession(id, () => void findSubscribed(owner.tenantId, id).then((is) => is && giveUp()));
  return listenWhileCalling(`${id} ${nameOwner(owner)}`, own, { upstreamId, lingerMs: 0, untilWanted });
}

/** While the database is away nothing can be subscribed to either. */
async function findSubscribed(tenantId: TenantId, id: string): Promise<boolean> {
  return (await findSessionState(tenantId, id).catch(() => null))?.isSubscribed ?? false;
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
  if (!opened.ok) return { request: () => Promise.resolve({ ...opened, isUnsent: true }) };
  if (opened.session.era === "modern") return shared;
  const { era: _wish, ...legacy } = owner;
  const { grantId } = actor;
  const named = nameAskingSession(grantId, capabilities);
  const own = leaseOwnSession(legacy, { ...named, grantId, capabilities, logLevel: null });
  if (!canBeAsked(capabilities)) return own;
  return listenWhileCalling(`${named.mcpSessionId} ${nameOwner(legacy)}`, own, {
    upstreamId: legacy.upstreamId,
    lingerMs: LINGER_MS,
  });
}

function canBeAsked({ elicitation, sampling, roots }: JsonObject): boolean {
  return elicitation !== undefined || sampling !== undefined || roots !== undefined;
}
