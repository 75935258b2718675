import "#server-only";
import { once, replaceOnce } from "#lib/platform/registry/once.ts";
import { findOpen, type Incident } from "./internal/incidents/store.ts";

type Known = { until: number; incident: Promise<Incident | null> };

const NAME = "operators.open-incident";
const KNOWN_MS = 15_000;

/**
 * The newest incident that is going on, with its last update; null where all is well. Every page of the console asks, so
 * this process knows it for fifteen seconds.
 */
export async function findOpenIncident(now: number = Date.now()): Promise<Incident | null> {
  const known = once<Known | null>(NAME, () => null);
  if (known !== null && known.until > now) return await known.incident;
  const incident = findOpen();
  replaceOnce<Known | null>(NAME, { until: now + KNOWN_MS, incident });
  // What could not be read is asked again by the next page.
  incident.catch(() => forgetOpenIncident());
  return await incident;
}

/** Has the next page look again. */
export function forgetOpenIncident(): void {
  replaceOnce<Known | null>(NAME, null);
}
