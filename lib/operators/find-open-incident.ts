import "#server-only";
import { remember } from "./internal/incidents/remember.ts";
import { findOpen, type Incident } from "./internal/incidents/store.ts";

/**
 * The newest incident that is going on, with its last update; null where all is well. Every page of the console asks, so
 * this process knows it for fifteen seconds.
 */
export async function findOpenIncident(now: number = Date.now()): Promise<Incident | null> {
  return await remember("operators.open-incident", findOpen, now);
}
