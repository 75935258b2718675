import "#server-only";
import { log } from "#lib/platform/log/log.ts";
import { remember } from "./internal/incidents/remember.ts";
import type { Incident } from "./internal/incidents/store.ts";
import { listIncidents } from "./list-incidents.ts";

/**
 * As `listIncidents`, for strangers: this process knows it for fifteen seconds, however many ask. Null while they cannot be
 * read.
 */
export async function readIncidents(now: number = Date.now()): Promise<Incident[] | null> {
  try {
    return await remember("operators.incidents", () => listIncidents(new Date(now)), now);
  } catch (error) {
    log.warn({ err: error }, "incidents could not be read");
    return null;
  }
}
