import "#server-only";
import { setTimeout as wait } from "node:timers/promises";
import { findLiveAccess, type LiveAccess } from "#lib/grants/find-live-access.ts";
import { countRevocations, onRevocation, type RevocationEvent } from "#lib/grants/watch-revocations.ts";
import type { ClientActor } from "#lib/kernel/actor.ts";
import { type Effect, EFFECTS } from "#lib/kernel/effects.ts";
import type { GrantId } from "#lib/kernel/ids.ts";
import { log } from "#lib/platform/log/log.ts";
import { once } from "#lib/platform/registry/once.ts";
import { keepRechecking } from "./keys/recheck-key.ts";

type Held = { actor: ClientActor; cut: () => void };
type State = { held: Set<Held>; heard: Set<string>; doubted: Set<Held>; isLooking: boolean };

const RETRY_MS = 100;
const ALL = "*";

/**
 * Keeps something open that outlives the check of its token: `cut` runs, once at most, when a revocation leaves its
 * connection dead, its role changed, one of its groups gone or its app limited further. `since` is `countRevocations()` from before the token was
 * checked, so that nothing falls between the two. Returns what lets go.
 */
export function holdAccess(actor: ClientActor, since: number, cut: () => void): () => void {
  const { held, doubted } = state();
  const own = { actor, cut };
  held.add(own);
  if (countRevocations() !== since) doubt([own]);
  const endRechecks = actor.presented === undefined ? null : keepRechecking(actor);
  return () => {
    held.delete(own);
    doubted.delete(own);
    // What V8 keeps of a set that changed all the time would keep the whole call.
    own.cut = doNothing;
    endRechecks?.();
  };
}

function doNothing(): void {}

function state(): State {
  return once("mcp.held-access", () => {
    onRevocation(hear);
    return { held: new Set<Held>(), heard: new Set<string>(), doubted: new Set<Held>(), isLooking: false };
  });
}

/** Events that come together are looked through together. What may be called (`access`) is decided at the next call. */
function hear({ kind, id }: RevocationEvent): void {
  const { held, heard } = state();
  if (held.size === 0 || kind === "access") return;
  if (heard.size === 0) setImmediate(doubtHeard);
  heard.add(kind === "all" ? ALL : id);
}

function doubtHeard(): void {
  const { held, heard } = state();
  const isMeant = ({ actor }: Held) =>
    heard.has(ALL) ||
    heard.has(actor.grantId) ||
    heard.has(actor.tenantId) ||
    heard.has(actor.membershipId) ||
    heard.has(actor.personId) ||
    heard.has(`${actor.tenantId}/${actor.clientId}`);
  const meant = [...held].filter(isMeant);
  heard.clear();
  if (meant.length > 0) doubt(meant);
}

function doubt(meant: readonly Held[]): void {
  const current = state();
  for (const one of meant) current.doubted.add(one);
  if (current.isLooking) return;
  current.isLooking = true;
  void lookUntilSure(current);
}

/** While the database is away nothing can be revoked either, so what is open stays until it answers. Never throws. */
async function lookUntilSure(current: State): Promise<void> {
  const { doubted } = current;
  for (let failures = 0; doubted.size > 0;) {
    const asked = [...doubted];
    doubted.clear();
    const live = await findLive(asked);
    if (live !== null) {
      failures = 0;
      for (const one of asked) if (!isAsGood(one.actor, live.get(one.actor.grantId))) cut(current, one);
      continue;
    }
    failures += 1;
    if (failures === 1)
      log.warn({ open: asked.length }, "open streams could not be checked and will be again");
    for (const one of asked) if (current.held.has(one)) doubted.add(one);
    await wait(RETRY_MS);
  }
  current.isLooking = false;
}

/** Null when the database did not answer. */
async function findLive(asked: readonly Held[]): Promise<ReadonlyMap<GrantId, LiveAccess> | null> {
  return await findLiveAccess([...new Set(asked.map(({ actor }) => actor.grantId))]).catch(() => null);
}

function cut({ held }: State, one: Held): void {
  if (!held.delete(one)) return;
  try {
    one.cut();
  } catch (error) {
    log.error({ err: error }, "what a revoked connection had open was not cut");
  }
}

function isAsGood(actor: ClientActor, live: LiveAccess | undefined): boolean {
  const { role, groups, presented } = actor;
  if (live === undefined || live.role !== role || isLimitedMore(actor, live)) return false;
  return presented !== undefined || groups.every((group) => live.groups?.includes(group) === true);
}

function isLimitedMore({ effectMax }: ClientActor, { effectMax: now }: LiveAccess): boolean {
  const rank = (limit: Effect | null | undefined) => EFFECTS.indexOf(limit ?? "destructive");
  return rank(now) < rank(effectMax);
}
