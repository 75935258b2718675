import "#server-only";
import type { TenantId } from "#lib/kernel/ids.ts";
import { findOnce, once, takeOnce } from "#lib/platform/registry/once.ts";
import { guardCall } from "./internal/guarding/guard-call.ts";
import { noteLinkUse } from "./internal/own-sessions/note-link-use.ts";
import { forgetLink, openLink } from "./internal/own-sessions/open-link.ts";
import type { OwnSession } from "./internal/own-sessions/own-session.ts";
import {
  listenRenewing,
  requestRenewing,
  type SharedSession,
  unlessAborted,
} from "./internal/request-renewing.ts";
import { SessionPool } from "./internal/session-pool.ts";
import type { PooledSession, SessionOwner } from "./lease-session.ts";
import { nameOwner } from "./name-owner.ts";
import type { UpstreamRequest } from "./open-session.ts";

export type { OwnSession } from "./internal/own-sessions/own-session.ts";

export type OwnLease = PooledSession & {
  /** Notes that it is in use, though nothing is sent over it: what is not in use for half an hour is ended. */
  keep(): void;
};

const POOL = "upstreams.own-sessions";
const SESSIONS_MAX = 20_000;
/** Each of these is a socket of its own, for as long as it is open. */
const STREAMED_PER_GRANT_MAX = 16;

/**
 * The upstream session that one session of a client has with an instance for itself: opened by its first request, under
 * the client's own capabilities, and gone on with by every process. A client's log level, subscriptions and questions are
 * its own there.
 */
export function leaseOwnSession(owner: SessionOwner, own: OwnSession): OwnLease {
  const { tenantId, upstreamId, transport } = owner;
  const pool = once(POOL, () => new SessionPool(SESSIONS_MAX));
  const group = transport === "sse" ? { name: own.grantId, max: STREAMED_PER_GRANT_MAX } : undefined;
  const name = `${toPrefix(tenantId, own.mcpSessionId)}${nameOwner(owner)}`;
  const keep = () => noteLinkUse({ tenantId, mcpSessionId: own.mcpSessionId, upstreamId });
  const shared: SharedSession = {
    open: () => {
      keep();
      return pool.lease(name, () => openLink(owner, own), group);
    },
    async drop(session) {
      pool.drop(name, session);
      await forgetLink(owner, own, session);
    },
  };
  return {
    session: (signal) => unlessAborted(shared.open(), signal),
    request: (request, options = {}) =>
      guardCall(owner, request, options, (bounded) =>
        requestRenewing(shared, tellClient(request, own), bounded),
      ),
    keep,
    listen: (options, choose) => listenRenewing(shared, options, choose),
  };
}

/** Ends what only this process can use of a client's session, and forgets the rest of it. */
export function endOwnSessionsHere(tenantId: TenantId, mcpSessionId: string): void {
  findOnce<SessionPool>(POOL)?.end(toPrefix(tenantId, mcpSessionId));
}

/** How the names of all of one client's session begin. */
function toPrefix(tenantId: TenantId, mcpSessionId: string): string {
  return `${tenantId} ${mcpSessionId} `;
}

/** Forgets what this process has open; what others can go on with stays open at its instance. For drain. */
export async function leaveOwnSessions(): Promise<void> {
  await takeOnce<SessionPool>(POOL)?.close();
}

/** In 2026-07-28 there is no session: what this one would know is said with every request. */
function tellClient(request: UpstreamRequest, { capabilities, logLevel }: OwnSession): UpstreamRequest {
  if (request.client !== undefined) return request;
  const level = logLevel === null ? {} : { logLevel: JSON.stringify(logLevel) };
  return { ...request, client: { capabilities: JSON.stringify(capabilities), ...level } };
}
