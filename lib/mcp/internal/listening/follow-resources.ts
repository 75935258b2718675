import "#server-only";
import type { FeatureInstance } from "#lib/access/decide-feature.ts";
import type { TenantId } from "#lib/kernel/ids.ts";
import { readMembers, writeMembers } from "#lib/kernel/json-members.ts";
import type { JsonObject } from "#lib/kernel/json.ts";
import { openSessionOf, type SessionOwner } from "#lib/upstreams/lease-session.ts";
import type { Listening, ListenOptions, UpstreamSession } from "#lib/upstreams/open-session.ts";
import { exposeName } from "../features/expose-name.ts";
import { toOwner } from "../to-owner.ts";
import { keepListening, LISTENING_ERA } from "./keep-listening.ts";

/** Resources of one instance, by its own names for them. */
export type WatchedResources = { instance: FeatureInstance; uris: readonly string[] };
type Notify = (method: string, paramsText: string) => void;

const UPDATED = "notifications/resources/updated";
/** Changes of one resource within this time are one notice; how many resources there may be at once. */
const WAIT_MS = 200;
const PENDING_MAX = 256;
/** What is longer than this is passed on without what comes with the resource's address. */
const NOTICE_LENGTH_MAX = 4_096;
/** A stream is acknowledged when the instances listen, but does not wait for a dead one. */
const READY_MS = 5_000;

/**
 * Has instances say when these resources change, over sessions of this stream's own, and passes it on under the names
 * they have here. `ready` resolves when they listen, or after five seconds.
 */
export function followResources(
  tenantId: TenantId,
  watched: readonly WatchedResources[],
  notify: Notify,
): { ready: Promise<void>; stop: () => void } {
  const stop = new AbortController();
  const readies = watched.flatMap(({ instance, uris }) => {
    const owner = toOwner(tenantId, instance);
    if (owner === null) return [];
    const { promise, resolve } = Promise.withResolvers<void>();
    const onNotification = gather(instance, notify);
    const open = async (signal: AbortSignal) =>
      await subscribe({ ...owner, era: LISTENING_ERA }, uris, { signal, onNotification }).finally(resolve);
    const onGap = () => {
      for (const uri of uris) onNotification(UPDATED, { uri }, JSON.stringify({ uri }));
    };
    void keepListening({ signal: stop.signal, open, onGap });
    return [promise];
  });
  const timeout = Promise.withResolvers<void>();
  const timer = setTimeout(timeout.resolve, READY_MS).unref();
  const ready = Promise.race([Promise.all(readies), timeout.promise]).then(() => clearTimeout(timer));
  return { ready, stop: () => stop.abort() };
}

type Listener = Pick<ListenOptions, "signal" | "onNotification">;

async function subscribe(
  owner: SessionOwner,
  uris: readonly string[],
  listener: Listener,
): Promise<Listening> {
  const opened = await openSessionOf(owner, listener.signal);
  if (!opened.ok) return opened;
  const { session } = opened;
  const wanted = { resourceSubscriptions: [...uris] };
  const listening = await session.listen({ ...listener, wanted });
  const isSubscribed =
    listening.ok && (session.era === "modern" || (await subscribeEach(session, uris, listener.signal)));
  if (listening.ok && isSubscribed) void listening.ended.finally(() => void session.close());
  else await session.close();
  return listening.ok && !isSubscribed ? { ok: false, reason: "protocol" } : listening;
}

/** The revisions before 2026-07-28 subscribe to one resource a request. One it does not have is not for others to miss. */
async function subscribeEach(
  session: UpstreamSession,
  uris: readonly string[],
  signal: AbortSignal,
): Promise<boolean> {
  for (const uri of uris) {
    const request = { method: "resources/subscribe", params: JSON.stringify({ uri }) };
    const reply = await session.request(request, { signal, timeoutMs: READY_MS });
    if (!reply.ok) return false;
  }
  return true;
}

/** What an instance says of its resources, a moment of it at a time. */
function gather(instance: FeatureInstance, notify: Notify): ListenOptions["onNotification"] {
  const pending = new Map<string, string>();
  const flush = () => {
    const texts = [...pending.values()];
    pending.clear();
    for (const text of texts) notify(UPDATED, text);
  };
  return (method: string, { uri }: JsonObject, paramsText: string) => {
    if (method !== UPDATED || typeof uri !== "string" || uri.length > NOTICE_LENGTH_MAX) return;
    if (pending.size >= PENDING_MAX) return;
    if (pending.size === 0) setTimeout(flush, WAIT_MS).unref();
    const kept = paramsText.length > NOTICE_LENGTH_MAX ? JSON.stringify({ uri }) : paramsText;
    const isOwn = instance.slug === "";
    pending.set(uri, isOwn ? kept : renameResource(kept, exposeName(instance, "uri", uri)));
  };
}

/** The same notice under another URI. */
export function renameResource(paramsText: string, uri: string): string {
  const members = new Map(readMembers(paramsText) ?? []);
  return writeMembers(members.set("uri", JSON.stringify(uri)));
}
