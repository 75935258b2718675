import "#server-only";
import type { ClientActor } from "#lib/kernel/actor.ts";
import type { TenantId } from "#lib/kernel/ids.ts";
import { isListening } from "#lib/platform/bus/is-listening.ts";
import { onEvent } from "#lib/platform/bus/on-event.ts";
import { log } from "#lib/platform/log/log.ts";
import { once } from "#lib/platform/registry/once.ts";
import { takePlace, toHolder } from "../limits/take-place.ts";
import { openMessage } from "./seal-message.ts";
import { takeMessages } from "./store.ts";

/** Whose a message is; anybody else's is as if it had never come. */
export type ReplyOwner = Pick<ClientActor, "tenantId" | "personId" | "grantId">;

type Waiting = { owner: ReplyOwner; settle: (text: string | null) => void };
type State = { waiting: Map<string, Waiting>; isLooking: boolean };

/** While nothing is heard, what has come is looked for. */
const LOOK_EVERY_MS = 1_000;

export type AwaitedReply = {
  /** The message; null once the wait is over without one. */
  reply: Promise<string | null>;
  end: () => void;
};

/**
 * Waits here for the one message sent to that id, from whichever instance it comes (`deliverReply`), for so long at most.
 * Null when this connection, or this instance, waits for too much already.
 */
export function awaitReply(id: string, owner: ReplyOwner, timeoutMs: number): AwaitedReply | null {
  const { waiting } = state();
  const free = takePlace("reply", toHolder(owner));
  if (free === null) return null;
  const { promise, resolve } = Promise.withResolvers<string | null>();
  const settle = (text: string | null) => {
    if (!waiting.delete(id)) return;
    clearTimeout(timer);
    free();
    resolve(text);
  };
  const timer = setTimeout(settle, timeoutMs, null).unref();
  waiting.set(id, { owner, settle });
  return { reply: promise, end: () => settle(null) };
}

/** Gives a message to whoever waits for it in this process: null when nobody does, false when it is not theirs. */
export function settleHere(id: string, owner: ReplyOwner, text: string): boolean | null {
  const found = state().waiting.get(id);
  if (found === undefined) return null;
  if (!isSame(found.owner, owner)) return false;
  found.settle(text);
  return true;
}

function isSame(one: ReplyOwner, other: ReplyOwner): boolean {
  return one.tenantId === other.tenantId && one.personId === other.personId && one.grantId === other.grantId;
}

function state(): State {
  return once("mcp.awaited-replies", () => {
    onEvent("relay", hear);
    setInterval(() => {
      if (!isListening()) void lookForAll();
    }, LOOK_EVERY_MS).unref();
    return { waiting: new Map<string, Waiting>(), isLooking: false };
  });
}

/** `"<tenant>:<id>"`, or `"*"` when something may have been missed. */
function hear(payload: string): void {
  if (payload === "*") return void lookForAll();
  const [tenantId = "", id = ""] = payload.split(":");
  if (state().waiting.get(id)?.owner.tenantId === tenantId) void take(tenantId as TenantId, [id]);
}

async function lookForAll(): Promise<void> {
  const current = state();
  if (current.isLooking || current.waiting.size === 0) return;
  current.isLooking = true;
  const byTenant = Map.groupBy(current.waiting, ([, { owner }]) => owner.tenantId);
  for (const [tenantId, entries] of byTenant) {
    await take(
      tenantId,
      entries.map(([id]) => id),
    );
  }
  current.isLooking = false;
}

/** Never throws: a database that is away is asked again at the next look. */
async function take(tenantId: TenantId, ids: readonly string[]): Promise<void> {
  try {
    for (const { id, payload } of await takeMessages(tenantId, ids)) {
      const found = state().waiting.get(id);
      const text = found === undefined ? null : openMessage(payload, id, found.owner);
      if (text !== null) found?.settle(text);
    }
  } catch (error) {
    log.warn({ err: error }, "a message from another instance was not fetched");
  }
}
