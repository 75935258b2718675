import "#server-only";
import { onEvent } from "../bus/on-event.ts";
import { log } from "../log/log.ts";
import { onUnknownKey } from "./hold-ring.ts";
import { loadRing } from "./load-ring.ts";

const LOOK_EVERY_MS = 20_000;
/** Anybody can send us a value that names a key nobody has. */
const LOOK_UNASKED_MS_MIN = 2000;

/**
 * Keeps this process's ring what the database says: at once when told, when a value names a key it does not hold, and
 * every 20 s whether told or not. A failed look keeps what is held. Returns what stops it.
 */
export function watchRing(): () => void {
  let last: Promise<void> = Promise.resolve();
  let lookedAt = Number.NEGATIVE_INFINITY;
  const look = () => {
    lookedAt = performance.now();
    last = last.then(loadRing).catch((error: unknown) => log.warn({ err: error }, "stored keys not read"));
  };
  const timer = setInterval(look, LOOK_EVERY_MS).unref();
  const ends = [
    onEvent("keys", look),
    onUnknownKey(() => {
      if (performance.now() - lookedAt >= LOOK_UNASKED_MS_MIN) look();
    }),
    () => clearInterval(timer),
  ];
  return () => {
    for (const end of ends) end();
  };
}
