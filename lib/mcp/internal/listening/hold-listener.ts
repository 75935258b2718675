import "#server-only";
import { countRevocations, onRevocation, type RevocationEvent } from "#lib/grants/watch-revocations.ts";
import type { TenantId } from "#lib/kernel/ids.ts";
import { isOutage } from "#lib/kernel/outage.ts";
import { log } from "#lib/platform/log/log.ts";
import { once } from "#lib/platform/registry/once.ts";
import { type Audience, type HeldListener, type Listener, viewOf } from "./audience.ts";
import { checkListeners } from "./check-listeners.ts";
import { followInstances, unfollowInstances } from "./follow-instances.ts";

type State = {
  audiences: Map<TenantId, Audience>;
  /** Organisations and connections something was heard of since the last look; `*` is everybody. */
  heard: Set<string>;
  timer: NodeJS.Timeout | undefined;
};

const ALL = "*";
/**
 * Long enough for every process to have heard of the change, and for many at once to be one notice: whoever asks after
 * the notice sees the change, wherever the request goes.
 */
const WAIT_MS = 300;
const RETRY_MS = 1_000;

/**
 * Tells a stream, until let go, that what its connection sees has changed: `notifications/<kind>/list_changed` of the
 * kinds it asked for, whether the organisation, the connection or an instance changed it. `since` is `countRevocations()`
 * from before the actor was read. Resolves once changes are noticed.
 */
export async function holdListener(listener: Listener, since: number): Promise<() => void> {
  const current = state();
  const { tenantId, grantId } = listener.actor;
  const audience: Audience = current.audiences.get(tenantId) ?? { held: new Set(), views: new Map() };
  current.audiences.set(tenantId, audience);
  const held: HeldListener = { ...listener, view: undefined, follows: [] };
  audience.held.add(held);
  const view = await viewOf(audience, held.actor).catch(() => undefined);
  // A look that ran meanwhile read it later.
  held.view ??= view;
  followInstances(held);
  if (countRevocations() !== since) note(current, grantId);
  return () => {
    unfollowInstances(held);
    audience.held.delete(held);
    const isLast = audience.held.size === 0 && current.audiences.get(tenantId) === audience;
    if (isLast) current.audiences.delete(tenantId);
  };
}

function state(): State {
  return once("mcp.listeners", () => {
    onRevocation(hear);
    return { audiences: new Map<TenantId, Audience>(), heard: new Set<string>(), timer: undefined };
  });
}

/** What is being read at this moment may be of before the change: it counts for those who asked for it, not later. */
function hear({ kind, id }: RevocationEvent): void {
  const current = state();
  if (current.audiences.size === 0) return;
  if (kind === "grant") return note(current, id);
  // An app that may do more by now: every stream of the organisation looks, few of them see anything else.
  if (kind === "client") return note(current, id.slice(0, id.indexOf("/")));
  if (kind !== "all" && kind !== "access") return;
  const meant = kind === "all" ? [...current.audiences.values()] : [current.audiences.get(id as TenantId)];
  for (const audience of meant) if (audience !== undefined) audience.views = new Map();
  note(current, kind === "all" ? ALL : id);
}

function note(current: State, id: string): void {
  current.heard.add(id);
  current.timer ??= setTimeout(() => void lookAround(current), WAIT_MS).unref();
}

/** One organisation after the other. While the database is away nothing is forgotten, only later. */
async function lookAround(current: State): Promise<void> {
  const { heard } = current;
  current.heard = new Set();
  let isFailing = false;
  for (const [tenantId, audience] of current.audiences) {
    const isMeant = heard.has(ALL) || heard.has(tenantId);
    const meant = [...audience.held].filter(({ actor }) => isMeant || heard.has(actor.grantId));
    if (meant.length === 0) continue;
    try {
      await checkListeners(audience, meant);
    } catch (error) {
      log.warn({ err: error, tenantId }, "open streams could not be told of a change and will be");
      isFailing = true;
      current.heard.add(tenantId);
      if (!isOutage(error)) continue;
      for (const id of heard) current.heard.add(id);
      break;
    }
  }
  const isDue = current.heard.size > 0;
  current.timer = isDue
    ? setTimeout(() => void lookAround(current), isFailing ? RETRY_MS : WAIT_MS).unref()
    : undefined;
}
