import "#server-only";
import type { TenantId, UpstreamId, UpstreamKeyId } from "#lib/kernel/ids.ts";
import type { JsonObject } from "#lib/kernel/json.ts";
import { once, takeOnce } from "#lib/platform/registry/once.ts";
import { listenRenewing, requestRenewing, unlessAborted } from "./internal/request-renewing.ts";
import { unsealKey } from "./internal/seal-key.ts";
import { SessionPool } from "./internal/session-pool.ts";
import {
  type Listening,
  type ListenOptions,
  type OpenedSession,
  openSession,
  type RequestOptions,
  type UpstreamEra,
  type UpstreamReply,
  type UpstreamRequest,
  type UpstreamSession,
  type UpstreamTransport,
} from "./open-session.ts";
import { findSealedKey } from "./store.ts";

export type SessionOwner = {
  tenantId: TenantId;
  upstreamId: UpstreamId;
  url: string;
  keyHeader: string;
  transport: UpstreamTransport;
  /** The era the caller would rather have; the other one where the instance does not speak it. */
  era?: UpstreamEra;
  key: { id: UpstreamKeyId; version: number };
};

export type LeasedSession = {
  /**
   * Sends a request over the pooled session. A request the instance refused because its session had ended is sent
   * once more over a new one; it had not been looked at. Nothing else is retried.
   */
  request(request: UpstreamRequest, options?: RequestOptions): Promise<UpstreamReply>;
};

export type PooledSession = LeasedSession & {
  /** The session itself, opened if need be: for what only its era can tell. */
  session(signal?: AbortSignal): Promise<OpenedSession>;
  /**
   * Opens the stream of what the instance says unasked. `choose` says by its capabilities what to listen for; null is
   * nothing, and then no stream is opened.
   */
  listen(
    options: Omit<ListenOptions, "wanted">,
    choose: (capabilities: JsonObject) => JsonObject | null,
  ): Promise<Listening | { ok: true; ended: null }>;
};

const POOL = "upstreams.sessions";

/**
 * The one session of this organisation with this instance under this version of this key: opened by the first
 * request, shared by all that follow, never by another key or organisation.
 */
export function leaseSession(owner: SessionOwner): PooledSession {
  const { tenantId, upstreamId, url, keyHeader, key } = owner;
  const pool = once(POOL, () => new SessionPool());
  const name = [tenantId, upstreamId, key.id, key.version, keyHeader, url].join(" ");
  const shared = {
    open: () => pool.lease(name, () => openSessionOf(owner)),
    drop: (session: UpstreamSession) => pool.drop(name, session),
  };
  return {
    session: (signal) => unlessAborted(shared.open(), signal),
    request: (request, options = {}) => requestRenewing(shared, request, options),
    listen: (options, choose) => listenRenewing(shared, options, choose),
  };
}

/** Ends every pooled session at its instance; for drain. */
export async function closeSessions(): Promise<void> {
  await takeOnce<SessionPool>(POOL)?.close();
}

/** A session of this organisation with this instance that nobody shares; whoever opens it closes it. */
export async function openSessionOf(
  { tenantId, upstreamId, url, keyHeader, transport, key }: SessionOwner,
  signal?: AbortSignal,
): Promise<OpenedSession> {
  const found = await findSealedKey(tenantId, key);
  if (found === null || found.upstreamId !== upstreamId) return { ok: false, reason: "refused_key" };
  const place = { tenantId, upstreamId, ownerId: found.ownerId, version: key.version };
  return await openSession({
    url,
    key: unsealKey(found.sealed, place),
    keyHeader,
    transport,
    pool: tenantId,
    ...(signal ? { signal } : {}),
  });
}
