import "#server-only";
import type { ClientActor } from "#lib/kernel/actor.ts";
import { log } from "#lib/platform/log/log.ts";
import { checkKey } from "./check-key.ts";

const EVERY_MS = 60_000;

/**
 * Has Trinity asked about a key for as long as something stays open with it, as often as its word holds; what it says is
 * stored, and whoever holds the key's access hears of it. Returns what ends that.
 */
export function keepRechecking(actor: ClientActor): () => void {
  const timer = setInterval(() => void recheckKey(actor), EVERY_MS).unref();
  return () => clearInterval(timer);
}

/** Asks anew about the key of this caller, unless its word still holds. Never throws. */
export async function recheckKey({ resource, presented }: ClientActor): Promise<void> {
  if (presented === undefined) return;
  try {
    await checkKey(resource.slice(resource.lastIndexOf("/") + 1), presented.reveal());
  } catch (error) {
    log.warn({ err: error }, "a key was not checked again and will be");
  }
}
