import "#server-only";
import { once } from "#lib/platform/registry/once.ts";
import { probeAll } from "./internal/probes.ts";
import { toMinute } from "./policy.ts";
import type { Look } from "./schema.ts";
import { insertLooks } from "./store.ts";

/** A day of looks that could not be written down. */
const WAITING_MAX = 1_440;

type Looks = { newest: Look | undefined; waiting: Look[] };

/** What this process saw last, and what it still has to write down. */
export function ownLooks(): Looks {
  return once("status.looks", () => ({ newest: undefined, waiting: [] }));
}

/**
 * Looks at every component, once a minute however often it is called, and writes down what it saw. While the database is
 * away looks wait in memory, so that its own outage is told, too. Never rejects.
 */
export async function checkStatus(now: Date = new Date()): Promise<void> {
  const looks = ownLooks();
  const minute = toMinute(now);
  if (looks.newest && looks.newest.minute >= minute) return;
  looks.newest = { minute, checks: looks.newest?.checks ?? [] };
  looks.newest = { minute, checks: await probeAll() };
  looks.waiting = [...looks.waiting, looks.newest].slice(-WAITING_MAX);
  const written = looks.waiting;
  try {
    await insertLooks(written);
    looks.waiting = looks.waiting.filter((look) => !written.includes(look));
  } catch {
    // The look itself says that the database does not answer; it is written with the next one that can be.
  }
}
