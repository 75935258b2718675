import "#server-only";
import { findIncidents, type Incident } from "./internal/incidents/store.ts";

export type { Incident } from "./internal/incidents/store.ts";

const DAY_MS = 24 * 60 * 60 * 1000;
const DAYS = 90;
const LISTED_MAX = 100;

/**
 * The incidents that are going on and those that ended in the last ninety days, the newest first, with all their updates.
 * Everything in them was written for everybody: the status page shows it to strangers.
 */
export async function listIncidents(now: Date = new Date()): Promise<Incident[]> {
  return await findIncidents(new Date(now.getTime() - DAYS * DAY_MS), LISTED_MAX);
}
