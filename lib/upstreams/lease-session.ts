import "#server-only";
import type { TenantId, UpstreamId, UpstreamKeyId } from "#lib/kernel/ids.ts";
import type { JsonObject } from "#lib/kernel/json.ts";
import { once, takeOnce } from "#lib/platform/registry/once.ts";
import { unsealKey } from "./internal/seal-key.ts";
import { SessionPool } from "./internal/session-pool.ts";
import {
  type Listening,
  type ListenOptions,
  type OpenedSession,
  openSession,
  type RequestOptions,
  type UpstreamFailure,
  type UpstreamEra,
  type UpstreamReply,
  type UpstreamRequest,
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
const ABORTED: UpstreamFailure = { ok: false, reason: "aborted" };

/**
 * The one session of this organisation with this instance under this version of this key: opened by the first
 * request, shared by all that follow, never by another key or organisation.
 */
export function leaseSession(owner: SessionOwner): LeasedSession {
  const { tenantId, upstreamId, url, keyHeader, key } = owner;
  const pool = once(POOL, () => new SessionPool());
  const name = [tenantId, upstreamId, key.id, key.version, keyHeader, url].join(" ");
  const lease = (signal: AbortSignal | undefined) =>
    unlessAborted(
      pool.lease(name, () => open(owner)),
      signal,
    );
  return {
    async request(request, options = {}) {
      const leased = await lease(options.signal);
      if (!leased.ok) return { ...leased, isUnsent: true };
      const reply = await leased.session.request(request, options);
      if (reply.ok || !mayMeanNoSession(reply)) return reply;
      pool.drop(name, leased.session);
      const renewed = await lease(options.signal);
      if (!renewed.ok) return { ...renewed, isUnsent: true };
      return await renewed.session.request(request, options);
    },
    async listen(options, choose) {
      const leased = await lease(options.signal);
      if (!leased.ok) return leased;
      const wanted = choose(leased.session.capabilities);
      if (wanted === null) return { ok: true, ended: null };
      const listening = await leased.session.listen({ ...options, wanted });
      // The next attempt is over a session of its own.
      if (!listening.ok && mayMeanNoSession(listening)) pool.drop(name, leased.session);
      return listening;
    },
  };
}

/** Ends every pooled session at its instance; for drain. */
export async function closeSessions(): Promise<void> {
  await takeOnce<SessionPool>(POOL)?.close();
}

/** Newer Trinity versions answer a lost session with 401, older ones with 404 (or 400, which they also use otherwise). */
function mayMeanNoSession({ reason }: UpstreamFailure): boolean {
  return reason === "session_gone" || reason === "refused_key";
}

async function open({
  tenantId,
  upstreamId,
  url,
  keyHeader,
  transport,
  key,
}: SessionOwner): Promise<OpenedSession> {
  const found = await findSealedKey(tenantId, key);
  if (found === null || found.upstreamId !== upstreamId) return { ok: false, reason: "refused_key" };
  const place = { tenantId, upstreamId, ownerId: found.ownerId, version: key.version };
  return await openSession({
    url,
    key: unsealKey(found.sealed, place),
    keyHeader,
    transport,
    pool: tenantId,
  });
}

/** The opening is shared: who gives up waiting for it does not stop it for the others. */
async function unlessAborted(
  opening: Promise<OpenedSession>,
  signal: AbortSignal | undefined,
): Promise<OpenedSession> {
  if (signal === undefined) return await opening;
  if (signal.aborted) return ABORTED;
  const { promise, resolve } = Promise.withResolvers<OpenedSession>();
  const onAbort = () => resolve(ABORTED);
  signal.addEventListener("abort", onAbort, { once: true });
  try {
    return await Promise.race([opening, promise]);
  } finally {
    signal.removeEventListener("abort", onAbort);
  }
}
