import "#server-only";
import { setTimeout as sleep } from "node:timers/promises";
import type { TenantId, UpstreamId, UpstreamKeyId } from "#lib/kernel/ids.ts";
import type { JsonObject } from "#lib/kernel/json.ts";
import { once, takeOnce } from "#lib/platform/registry/once.ts";
import { expectEra, forgetEra, openEra } from "./internal/eras/open-era.ts";
import { guardCall } from "./internal/guarding/guard-call.ts";
import { openKey, openWithKeys } from "./internal/open-key.ts";
import { listenRenewing, requestRenewing, unlessAborted } from "./internal/request-renewing.ts";
import { SessionPool } from "./internal/session-pool.ts";
import { nameOwner } from "./name-owner.ts";
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

export type SessionOwner = {
  tenantId: TenantId;
  upstreamId: UpstreamId;
  url: string;
  keyHeader: string;
  transport: UpstreamTransport;
  /** The era the caller would rather have; the other one where the instance does not speak it. */
  era?: UpstreamEra;
  key: OwnerKey;
};

/**
 * A stored key by its id and version, `isOwn` where it is the caller's and not the organisation's; with `reveal` one that
 * was presented to us and is stored nowhere.
 */
export type OwnerKey = { id: UpstreamKeyId; version: number; isOwn?: true; reveal?: () => string };

export type LeasedSession = {
  /**
   * Sends a request over the pooled session. A request the instance refused because its session had ended is sent
   * once more over a new one; it had not been looked at. A list that failed is asked for once more. Nothing else is
   * retried; while the instance is down, or has too many calls, nothing is sent.
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
const SECOND_LOOK_MS = 250;
/** What an instance that does not speak it may make a caller wait for the era that it does. */
const DISCOVER_MS = 5_000;

/**
 * The one session of this organisation with this instance under this version of this key: opened by the first
 * request, shared by all that follow, never by another key or organisation. In the wanted era where it is spoken.
 */
export function leaseSession(owner: SessionOwner): PooledSession {
  const pool = once(POOL, () => new SessionPool());
  const name = nameOwner(owner);
  const shared = {
    find: () => pool.find(`${name} ${findEra(owner, name)}`),
    open: (isRenewal = false) =>
      inWantedEra(owner, (era) =>
        pool.lease(`${name} ${era}`, () => openOf(owner, { era, isLookedAtTwice: !isRenewal })),
      ),
    drop: (session: UpstreamSession) => {
      pool.drop(`${name} ${session.era}`, session);
      if (session.era === "modern") forgetEra(name);
    },
  };
  return {
    session: (signal) => openGuarded(owner, () => unlessAborted(shared.open(), signal), signal),
    request: (request, options = {}) =>
      guardCall(owner, request, options, (bounded) => requestRenewing(shared, request, bounded)),
    listen: (options, choose) => listenRenewing(shared, options, choose),
  };
}

/** An instance that is down, or has too much to do, is not opened a session with either. */
async function openGuarded(
  owner: SessionOwner,
  open: () => Promise<OpenedSession>,
  signal: AbortSignal | undefined,
): Promise<OpenedSession> {
  let opened: OpenedSession = { ok: false, reason: "failed" };
  const options = signal === undefined ? {} : { signal };
  const reply = await guardCall(owner, { method: "initialize", params: "{}" }, options, async () => {
    opened = await open();
    return opened.ok ? { ok: true, result: {}, text: "{}" } : opened;
  });
  return reply.ok ? opened : reply;
}

/** Ends every pooled session at its instance; for drain. */
export async function closeSessions(): Promise<void> {
  await takeOnce<SessionPool>(POOL)?.close();
}

/** A session of this organisation with this instance that nobody shares; whoever opens it closes it. */
export async function openSessionOf(owner: SessionOwner, signal?: AbortSignal): Promise<OpenedSession> {
  return await inWantedEra(owner, (era) =>
    openOf(owner, { era, isLookedAtTwice: false, ...(signal ? { signal } : {}) }),
  );
}

function findEra({ transport, era = "legacy" }: SessionOwner, name: string): UpstreamEra {
  return transport === "sse" ? "legacy" : expectEra(name, era);
}

async function inWantedEra(
  owner: SessionOwner,
  open: (era: UpstreamEra) => Promise<OpenedSession>,
): Promise<OpenedSession> {
  const { transport, era = "legacy" } = owner;
  return transport === "sse" ? await open("legacy") : await openEra(nameOwner(owner), era, open);
}

type Opening = { era: UpstreamEra; isLookedAtTwice: boolean; signal?: AbortSignal };

/**
 * A refused key is looked at twice before it counts: a Trinity whose backend is away for a moment says the same. Where a
 * session was refused just before, that was the first look.
 */
async function openOf(owner: SessionOwner, { isLookedAtTwice, ...opening }: Opening): Promise<OpenedSession> {
  const { tenantId, url, keyHeader, transport } = owner;
  const keys = await openKey(owner);
  const timing = opening.era === "modern" ? { timeoutMs: DISCOVER_MS } : {};
  const target = { url, keyHeader, transport, pool: tenantId, ...timing };
  const open = () => openWithKeys(owner, keys, (key) => openSession({ ...target, key, ...opening }));
  const opened = await open();
  if (opened.ok || opened.reason !== "refused_key" || keys.length === 0) return opened;
  if (!isLookedAtTwice || opening.era === "modern") return opened;
  await sleep(SECOND_LOOK_MS);
  return await open();
}
