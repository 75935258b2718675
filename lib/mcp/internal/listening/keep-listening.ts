import "#server-only";
import { setTimeout as wait } from "node:timers/promises";
import { log } from "#lib/platform/log/log.ts";
import type { Listening, UpstreamEra } from "#lib/upstreams/open-session.ts";

/** Where an instance speaks both eras: what it says in 2026-07-28 is for all, before that for a session alone. */
export const LISTENING_ERA: UpstreamEra = "modern";

const FIRST_WAIT_MS = 1_000;
const WAIT_MS_MAX = 60_000;
/** A stream that lasted this long ended for reasons of its own: the next may begin at once. */
const LASTING_MS = 30_000;
/** What says that it has nothing to tell may be replaced by something that has. */
const NOTHING_MS = 10 * 60_000;

type Kept = {
  signal: AbortSignal;
  open: (signal: AbortSignal) => Promise<Listening | { ok: true; ended: null }>;
  /** Nobody listened for so long that something may have been missed. */
  onGap: () => void;
};

/** Keeps a stream of an instance's open until told to stop, with growing pauses where it does not stay open. */
export async function keepListening({ signal, open, onGap }: Kept): Promise<void> {
  let pauseMs = FIRST_WAIT_MS;
  let deafSince: number | null = null;
  while (!signal.aborted) {
    const listening = await open(signal).catch((error: unknown) => {
      log.warn({ err: error }, "an instance could not be listened to");
      return { ok: false } as const;
    });
    if (listening.ok && listening.ended !== null) {
      if (deafSince !== null && performance.now() - deafSince > LASTING_MS) onGap();
      const openedAt = performance.now();
      await listening.ended;
      deafSince = performance.now();
      if (deafSince - openedAt > LASTING_MS) pauseMs = FIRST_WAIT_MS;
    } else deafSince ??= performance.now();
    const hasNothing = listening.ok && listening.ended === null;
    const sleepMs = hasNothing ? NOTHING_MS : pauseMs * (0.5 + Math.random());
    pauseMs = Math.min(WAIT_MS_MAX, pauseMs * 2);
    await wait(sleepMs, undefined, { signal, ref: false }).catch(() => undefined);
  }
}
