import "#server-only";
import type { UpstreamId } from "#lib/kernel/ids.ts";
import { query } from "#lib/verbs/query.ts";
import { findDays, findEvents, type HealthDay, type HealthEvent } from "./internal/health/store.ts";
import { missingUpstream } from "./internal/missing-upstream.ts";
import { UpstreamIdInput } from "./schema.ts";
import { findUpstream } from "./store.ts";

export type { HealthEvent } from "./internal/health/store.ts";

/** A day (UTC) as the health line shows it: 0 checks where nobody looked. */
export type ShownDay = { day: string; checks: number; failures: number; averageMs: number | null };

const DAYS = 30;
const EVENTS_MAX = 50;
const DAY_MS = 86_400_000;

/** How an instance was in the last thirty days, today included, oldest first; and what happened, newest first. */
export const getHealth = query({
  action: "upstream.get-health",
  permission: "upstream:read",
  input: UpstreamIdInput,
  async run({ tx, actor }, { id }): Promise<{ days: ShownDay[]; events: HealthEvent[] }> {
    const { tenantId } = actor;
    const row = await findUpstream(tx, tenantId, id as UpstreamId);
    if (!row) throw missingUpstream();
    const today = toDay(new Date());
    const first = new Date(Date.parse(today) - (DAYS - 1) * DAY_MS);
    const found = new Map(
      (await findDays(tx, tenantId, row.id, first)).map((day) => [toDay(day.day), day] as const),
    );
    const days = Array.from({ length: DAYS }, (_, index) => {
      const day = toDay(new Date(first.getTime() + index * DAY_MS));
      return toShown(day, found.get(day));
    });
    return { days, events: await findEvents(tx, tenantId, row.id, EVENTS_MAX) };
  },
});

function toDay(date: Date): string {
  return date.toISOString().slice(0, 10);
}

function toShown(day: string, found: HealthDay | undefined): ShownDay {
  if (found === undefined) return { day, checks: 0, failures: 0, averageMs: null };
  const { checks, failures, msTotal } = found;
  const good = checks - failures;
  return { day, checks, failures, averageMs: good > 0 ? Math.round(msTotal / good) : null };
}
