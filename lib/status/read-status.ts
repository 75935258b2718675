import "#server-only";
import { once } from "#lib/platform/registry/once.ts";
import { ownLooks } from "./check-status.ts";
import { findNewest, summarise } from "./policy.ts";
import type { Status } from "./schema.ts";
import { findOutages, findStatusDays } from "./store.ts";

const FRESH_MS = 30_000;

/**
 * Every component now and over 90 days, with the outages; read at most every 30 s however many ask. While the database is
 * away only what this process saw itself, without days. Never rejects.
 */
export async function readStatus(): Promise<Status> {
  const kept = once<{ at: number; status: Promise<Status> | undefined }>("status.read", () => ({
    at: 0,
    status: undefined,
  }));
  if (kept.status && Date.now() - kept.at < FRESH_MS) return await kept.status;
  kept.at = Date.now();
  kept.status = loadStatus();
  return await kept.status;
}

async function loadStatus(): Promise<Status> {
  const now = new Date();
  const look = ownLooks().newest;
  const [rows, outages] = await Promise.all([findStatusDays(now), findOutages()]).catch(
    () => [null, null] as const,
  );
  const known = { rows: rows ?? [], outages: outages ?? [], look, now };
  return {
    components: summarise(known),
    outages: known.outages,
    checkedAt: findNewest(known),
    isWhole: rows !== null,
  };
}
