import "#server-only";
import { onEvent } from "#lib/platform/bus/on-event.ts";
import { log } from "#lib/platform/log/log.ts";
import { once } from "#lib/platform/registry/once.ts";
import { type RevocationEvent, RevocationWatch, toEvent } from "./internal/revocations/revocation-watch.ts";

export type { RevocationEvent } from "./internal/revocations/revocation-watch.ts";

type Handle = (event: RevocationEvent) => void;
type State = {
  handlers: Set<Handle>;
  sessionHandlers: Set<Handle>;
  count: number;
  watching?: { watch: RevocationWatch; endEvents: () => void };
};

const state = () =>
  once<State>("grants.revocations", () => ({ handlers: new Set(), sessionHandlers: new Set(), count: 0 }));

/**
 * Hears of everything that may no longer be as it was: milliseconds after its commit where the bus works, else within
 * 250 ms, at times twice. A hint to look again, not a verdict: a widened connection is told too. Returns what ends it.
 */
export function onRevocation(handle: Handle): () => void {
  const { handlers } = state();
  handlers.add(handle);
  return () => void handlers.delete(handle);
}

/**
 * Hears in the same way of sessions of apps that ended or changed (`session`, or `all`), which `onRevocation` does not:
 * no connection, and nothing remembered of one, is less true for it.
 */
export function onSessionChange(handle: Handle): () => void {
  const { sessionHandlers } = state();
  sessionHandlers.add(handle);
  return () => void sessionHandlers.delete(handle);
}

/**
 * Whether everything committed more than a second ago has been told here. When not (no look succeeded for a second,
 * none yet, or nobody watches) nothing remembered may be used.
 */
export function isRevocationFresh(): boolean {
  return state().watching?.watch.isFresh() ?? false;
}

/** Grows with every event: whoever read something at one count and sees another looks again. */
export function countRevocations(): number {
  return state().count;
}

/** Starts watching; resolves after the first look, whatever came of it. A second start changes nothing. */
export async function startRevocationWatch(): Promise<void> {
  const current = state();
  if (current.watching !== undefined) return;
  const watch = new RevocationWatch(tell);
  const endEvents = onEvent("revoked", (payload) => {
    if (payload === "*") return void watch.lookAnew();
    const [kind = ""] = payload.split(":", 1);
    tell(toEvent(kind, payload.slice(kind.length + 1)));
  });
  current.watching = { watch, endEvents };
  await watch.start();
}

/** Tells what was committed before this call, now instead of in a moment. */
export async function catchUpRevocations(): Promise<void> {
  await state().watching?.watch.look();
}

/** Stops watching; for drain and tests. From then on nothing remembered is used. */
export async function stopRevocationWatch(): Promise<void> {
  const { watching } = state();
  delete state().watching;
  watching?.endEvents();
  await watching?.watch.stop();
}

function tell(event: RevocationEvent): void {
  const current = state();
  if (event.kind !== "session") {
    current.count += 1;
    tellEach(current.handlers, event);
  }
  if (event.kind === "session" || event.kind === "all") tellEach(current.sessionHandlers, event);
}

function tellEach(handlers: ReadonlySet<Handle>, event: RevocationEvent): void {
  for (const handle of handlers) {
    try {
      handle(event);
    } catch (error) {
      log.error({ err: error, kind: event.kind }, "a revocation was not handled");
    }
  }
}
