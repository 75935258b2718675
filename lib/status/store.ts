import "#server-only";
import { inAuth } from "#lib/platform/db/in-auth.ts";
import { appSql, authSql } from "#lib/platform/db/sql.ts";
import { countGap, type DayRow, GAP_MINUTES_MIN, OUTAGE_FAILURES_MIN, STATUS_DAYS } from "./policy.ts";
import type { Check, Look, Outage } from "./schema.ts";

type Tx = Parameters<Parameters<typeof inAuth>[0]>[0];

const DAY_MS = 86_400_000;
const OUTAGES_MAX = 100;

/** Resolves when both logins read from the database. */
export async function askDatabase(): Promise<void> {
  await Promise.all([appSql().query("SELECT 1"), authSql().query("SELECT 1")]);
}

/** Writes these looks down, oldest first, with the outages they begin, go on with and end. A minute counts once. */
export async function insertLooks(looks: readonly Look[]): Promise<void> {
  await inAuth(async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('status', 0))`;
    for (const look of looks) await insertLook(tx, look);
  });
}

async function insertLook(tx: Tx, { minute, checks }: Look): Promise<void> {
  const { _max: newest } = await tx.statusDay.aggregate({ _max: { lastAt: true } });
  if (newest.lastAt !== null && newest.lastAt >= minute) return;
  const gap = countGap(newest.lastAt, minute);
  if (gap >= GAP_MINUTES_MIN) {
    const startedAt = new Date(minute.getTime() - gap * 60_000);
    await tx.statusOutage.create({
      data: { component: "server", reason: "stopped", startedAt, endedAt: minute, failures: gap },
    });
  }
  for (const check of checks) await insertCheck(tx, minute, check);
}

async function insertCheck(tx: Tx, minute: Date, { component, reason }: Check): Promise<void> {
  const failures = reason === null ? 0 : 1;
  const day = new Date(Math.floor(minute.getTime() / DAY_MS) * DAY_MS);
  await tx.statusDay.upsert({
    where: { component_day: { component, day } },
    create: { component, day, checks: 1, failures, firstAt: minute, lastAt: minute },
    update: { checks: { increment: 1 }, failures: { increment: failures }, lastAt: minute },
  });
  const open = { component, endedAt: null };
  if (reason === null) await tx.statusOutage.updateMany({ where: open, data: { endedAt: minute } });
  else {
    const { count } = await tx.statusOutage.updateMany({ where: open, data: { failures: { increment: 1 } } });
    if (count === 0) await tx.statusOutage.create({ data: { component, reason, startedAt: minute } });
  }
}

export async function findStatusDays(now: Date): Promise<DayRow[]> {
  return await inAuth((tx) =>
    tx.statusDay.findMany({ where: { day: { gt: new Date(now.getTime() - STATUS_DAYS * DAY_MS) } } }),
  );
}

/** Newest first; what was over before the second look is left out. */
export async function findOutages(): Promise<Outage[]> {
  const rows = await inAuth((tx) =>
    tx.statusOutage.findMany({
      where: { OR: [{ failures: { gte: OUTAGE_FAILURES_MIN } }, { endedAt: null }] },
      orderBy: [{ startedAt: "desc" }, { id: "asc" }],
      take: OUTAGES_MAX,
      select: { id: true, component: true, reason: true, startedAt: true, endedAt: true },
    }),
  );
  // The columns hold what insertLooks wrote.
  return rows as Outage[];
}

export async function deleteOldStatus(before: Date): Promise<void> {
  await inAuth(async (tx) => {
    await tx.statusDay.deleteMany({ where: { day: { lt: before } } });
    await tx.statusOutage.deleteMany({ where: { endedAt: { lt: before } } });
  });
}
