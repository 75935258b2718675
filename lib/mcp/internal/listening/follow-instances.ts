import "#server-only";
import { offering } from "#lib/access/decide-feature.ts";
import { isHarmlessTool } from "#lib/catalog/is-harmless-tool.ts";
import { isObject, type JsonObject } from "#lib/kernel/json.ts";
import { log } from "#lib/platform/log/log.ts";
import { once } from "#lib/platform/registry/once.ts";
import { leaseSession, type SessionOwner } from "#lib/upstreams/lease-session.ts";
import { nameOwner } from "#lib/upstreams/name-owner.ts";
import { refreshTools } from "#lib/upstreams/refresh-tools.ts";
import { toOwner } from "../to-owner.ts";
import type { HeldListener } from "./audience.ts";
import { keepListening, LISTENING_ERA } from "./keep-listening.ts";
import { VIEW_KINDS, type ViewKind } from "./read-view.ts";

/** One instance under one key, listened to for as long as somebody listens here. */
export type FollowedInstance = {
  name: string;
  owner: SessionOwner;
  held: Set<HeldListener>;
  stop: AbortController;
  /** What it said has changed, until that is told. */
  heard: Set<ViewKind>;
  timer: NodeJS.Timeout | undefined;
  refreshTimer: NodeJS.Timeout | undefined;
  refreshedAt: number;
};

const FOLLOWED_MAX = 1_000;
/** Many notices of an instance are one; and it is asked for its tools no more often than this. */
const WAIT_MS = 300;
const TOOLS_EVERY_MS = 10_000;

/** Follows exactly the instances this listener sees something of, one stream for all listeners with the same key. */
export function followInstances(held: HeldListener): void {
  const { tenantId } = held.actor;
  const wanted = (held.view?.access.instances ?? []).flatMap((instance) => {
    const owner = toOwner(tenantId, instance);
    return owner === null ? [] : [{ owner: { ...owner, era: LISTENING_ERA }, name: nameOwner(owner) }];
  });
  const kept = held.follows.filter(({ name }) => wanted.some((one) => one.name === name));
  for (const followed of held.follows) if (!kept.includes(followed)) leave(followed, held);
  const added = wanted.filter(({ name }) => !kept.some((one) => one.name === name));
  held.follows = [...kept, ...added.flatMap(({ owner, name }) => join(owner, name, held) ?? [])];
}

export function unfollowInstances(held: HeldListener): void {
  for (const followed of held.follows) leave(followed, held);
  held.follows = [];
}

const state = () => once("mcp.followed-instances", () => new Map<string, FollowedInstance>());

function join(owner: SessionOwner, name: string, held: HeldListener): FollowedInstance | null {
  const all = state();
  const known = all.get(name);
  if (known !== undefined) {
    known.held.add(held);
    return known;
  }
  if (all.size >= FOLLOWED_MAX) return null;
  const followed: FollowedInstance = {
    name,
    owner,
    held: new Set([held]),
    stop: new AbortController(),
    heard: new Set(),
    timer: undefined,
    refreshTimer: undefined,
    refreshedAt: -TOOLS_EVERY_MS,
  };
  all.set(name, followed);
  void keepListening({
    signal: followed.stop.signal,
    open: (signal) =>
      leaseSession(owner).listen({ signal, onNotification: (method) => hear(followed, method) }, toWanted),
    onGap: () => VIEW_KINDS.forEach((kind) => note(followed, kind)),
  });
  return followed;
}

function leave(followed: FollowedInstance, held: HeldListener): void {
  followed.held.delete(held);
  if (followed.held.size > 0) return;
  followed.stop.abort();
  clearTimeout(followed.timer);
  clearTimeout(followed.refreshTimer);
  if (state().get(followed.name) === followed) state().delete(followed.name);
}

function hear(followed: FollowedInstance, method: string): void {
  const kind = VIEW_KINDS.find((one) => method === `notifications/${one}/list_changed`);
  if (kind !== undefined) note(followed, kind);
}

function note(followed: FollowedInstance, kind: ViewKind): void {
  followed.heard.add(kind);
  followed.timer ??= setTimeout(() => tell(followed), WAIT_MS).unref();
}

/**
 * Its prompts and resources are asked for live, so the notice is passed on to who may use them. Of its tools an admin
 * approved a list: they are read again, and who sees others afterwards is told for that.
 */
function tell(followed: FollowedInstance): void {
  const { heard, held, owner } = followed;
  followed.heard = new Set();
  followed.timer = undefined;
  if (heard.delete("tools")) refresh(followed);
  for (const listener of held) {
    const { layer, instances } = listener.view?.access ?? { layer: "grant", instances: [] };
    if (layer !== null) continue;
    for (const kind of heard) {
      if (kind === "tools" || !listener.kinds.includes(kind)) continue;
      const isOffered = offering(instances, kind).some(({ upstreamId }) => upstreamId === owner.upstreamId);
      if (isOffered) listener.notify(`notifications/${kind}/list_changed`, "{}");
    }
  }
}

function refresh(followed: FollowedInstance): void {
  const wait = Math.max(0, followed.refreshedAt + TOOLS_EVERY_MS - performance.now());
  followed.refreshTimer ??= setTimeout(() => {
    followed.refreshTimer = undefined;
    followed.refreshedAt = performance.now();
    refreshTools(followed.owner, isHarmlessTool).catch((error: unknown) =>
      log.warn({ err: error }, "the tools of an instance that said they changed were not read"),
    );
  }, wait).unref();
}

/** The notices an instance declares to give (MCP 2026-07-28, subscriptions/listen); null when it gives none. */
function toWanted(capabilities: JsonObject): JsonObject | null {
  const declared = VIEW_KINDS.filter((kind) => {
    const capability = capabilities[kind];
    return isObject(capability) && capability["listChanged"] === true;
  });
  if (declared.length === 0) return null;
  return Object.fromEntries(declared.map((kind) => [`${kind}ListChanged`, true]));
}
