import "#server-only";
import { onEvent } from "../bus/on-event.ts";
import { log } from "../log/log.ts";
import { loadRing } from "./load-ring.ts";

const LOOK_EVERY_MS = 20_000;

/**
 * Keeps this process's ring what the database says: at once when told, and every 20 s whether told or not. A failed
 * look keeps what is held. Returns what stops it.
 */
export function watchRing(): () => void {
  let last: Promise<void> = Promise.resolve();
  const look = () => {
    last = last.then(loadRing).catch((error: unknown) => log.warn({ err: error }, "stored keys not read"));
  };
  const timer = setInterval(look, LOOK_EVERY_MS).unref();
  const endHearing = onEvent("keys", look);
  return () => {
    clearInterval(timer);
    endHearing();
  };
}
