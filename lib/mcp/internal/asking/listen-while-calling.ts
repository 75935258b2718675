import "#server-only";
import { log } from "#lib/platform/log/log.ts";
import { once } from "#lib/platform/registry/once.ts";
import type { LeasedSession, PooledSession } from "#lib/upstreams/lease-session.ts";
import type { RequestOptions } from "#lib/upstreams/open-session.ts";
import { takePlace } from "../limits/take-place.ts";

/** A session's own stream, open while calls of that session run in this process; the newest of them is told. */
type Aside = {
  calls: Set<RequestOptions>;
  opening: Promise<void>;
  stop: AbortController;
  timer: NodeJS.Timeout | undefined;
};

export type AsideOptions = {
  upstreamId: string;
  /** How long the stream stays open after the last call: another may follow. */
  lingerMs: number;
  /** Told what gives the stream up at once, for somebody with more to hear on it; returns what ends that. */
  untilWanted?: (giveUp: () => void) => () => void;
};

const NOT_NOW_MAX = 10_000;
/** How long one that could not be listened to, because somebody does, is left alone. */
const NOT_NOW_MS = 30_000;
const OPENING_MS_MAX = 2_000;
const NOT_OFFERED = 405;
const NO_CALL = { code: -32603, message: "There is no call this could be asked for." };

const asides = () => once("mcp.asides", () => new Map<string, Aside>());
/** Sessions that have no such stream, or whose stream somebody else reads, and until when they are left alone. */
const notNow = () => once("mcp.asides-not-now", () => new Map<string, number>());

/**
 * An upstream session of a client's own whose questions reach it also when the instance asks them on the session's stream
 * instead of the call's, as servers of 2025-11-25 do that lose sight of which call they serve. The stream is open before
 * the call is sent; where somebody else listens to it already, its questions go there.
 */
export function listenWhileCalling(name: string, lease: PooledSession, aside: AsideOptions): LeasedSession {
  return {
    async request(request, options = {}) {
      const isLeftAlone = (notNow().get(name) ?? 0) > performance.now();
      if (options.onRequest === undefined || isLeftAlone) return await lease.request(request, options);
      const leave = await join({ name, lease, ...aside }, options);
      try {
        return await lease.request(request, options);
      } finally {
        leave();
      }
    },
  };
}

type Place = AsideOptions & { name: string; lease: PooledSession };

async function join(place: Place, call: RequestOptions): Promise<() => void> {
  const { name, lingerMs } = place;
  const aside = asides().get(name) ?? open(place);
  if (aside === null) return () => undefined;
  clearTimeout(aside.timer);
  aside.calls.add(call);
  await aside.opening;
  return () => {
    aside.calls.delete(call);
    if (aside.calls.size > 0) return;
    if (lingerMs === 0) end(name, aside);
    else aside.timer = setTimeout(() => end(name, aside), lingerMs).unref();
  };
}

/** Null where there is no place for one more. */
function open({ name, lease, upstreamId, untilWanted }: Place): Aside | null {
  const free = takePlace("aside", { instance: upstreamId });
  if (free === null) return null;
  const aside: Aside = {
    calls: new Set(),
    opening: Promise.resolve(),
    stop: new AbortController(),
    timer: undefined,
  };
  asides().set(name, aside);
  const { promise, resolve } = Promise.withResolvers<void>();
  aside.opening = promise;
  const slow = setTimeout(() => {
    leaveAlone(name, performance.now() + NOT_NOW_MS);
    end(name, aside);
  }, OPENING_MS_MAX);
  const unwatch = untilWanted?.(() => end(name, aside));
  listen(name, lease, aside, () => {
    clearTimeout(slow);
    resolve();
  })
    .catch((error: unknown) => log.warn({ err: error }, "a session's own stream was not listened to"))
    .finally(() => {
      clearTimeout(slow);
      resolve();
      unwatch?.();
      free();
      end(name, aside);
    });
  return aside;
}

async function listen(name: string, lease: PooledSession, aside: Aside, onOpen: () => void): Promise<void> {
  const { signal } = aside.stop;
  const opened = await lease.session(signal);
  if (!opened.ok || opened.session.era === "modern") return;
  const listening = await lease.listen(
    {
      signal,
      onRequest: (asked, via) => {
        const { onRequest } = newest(aside) ?? {};
        if (onRequest === undefined) void via.respond(asked.id, { error: NO_CALL });
        else onRequest(asked, via);
      },
      onNotification: (method, params, text) => {
        // Progress is of a request, and comes on that request's stream.
        if (method !== "notifications/progress") newest(aside)?.onNotification?.(method, params, text);
      },
    },
    () => ({}),
  );
  onOpen();
  if (listening.ok) await listening.ended;
  else if (listening.status !== undefined) {
    leaveAlone(name, listening.status === NOT_OFFERED ? Infinity : performance.now() + NOT_NOW_MS);
  }
}

/** The one that was noted first makes room. */
function leaveAlone(name: string, until: number): void {
  const all = notNow();
  if (all.size >= NOT_NOW_MAX) for (const oldest of all.keys()) if (all.delete(oldest)) break;
  all.set(name, until);
}

function newest({ calls }: Aside): RequestOptions | undefined {
  return [...calls].at(-1);
}

function end(name: string, aside: Aside): void {
  clearTimeout(aside.timer);
  aside.stop.abort();
  if (asides().get(name) === aside) asides().delete(name);
}
