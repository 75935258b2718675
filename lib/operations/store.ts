import "#server-only";
import type { TenantId } from "#lib/kernel/ids.ts";
import { inAuth } from "#lib/platform/db/in-auth.ts";
import { inTenant } from "#lib/platform/db/in-tenant.ts";
import { authSql } from "#lib/platform/db/sql.ts";
import type { Tx } from "#lib/platform/db/tx.ts";
import { withClient } from "#lib/platform/db/with-client.ts";

/** Runs `run` unless another instance is at the same job; then false. */
export async function inTurnOfJob(name: string, run: () => Promise<void>): Promise<boolean> {
  return await withClient(authSql(), async (client) => {
    const { rows } = await client.query<{ taken: boolean }>(
      "SELECT pg_try_advisory_lock(hashtextextended('job:' || $1, 0)) AS taken",
      [name],
    );
    if (rows[0]?.taken !== true) return false;
    try {
      await run();
    } finally {
      await client.query("SELECT pg_advisory_unlock(hashtextextended('job:' || $1, 0))", [name]);
    }
    return true;
  });
}

const RUNS_KEPT = 20;

/** Keeps a run of the pre-flight, and of earlier ones the newest. */
export async function insertPreflight(startedAt: Date, report: object): Promise<void> {
  await inAuth(async (tx) => {
    await tx.preflightRun.create({ data: { startedAt, report }, select: { id: true } });
    const kept = await tx.preflightRun.findMany({
      orderBy: [{ startedAt: "desc" }, { id: "asc" }],
      take: RUNS_KEPT,
      select: { id: true },
    });
    await tx.preflightRun.deleteMany({ where: { id: { notIn: kept.map(({ id }) => id) } } });
  });
}

export async function findLastRun(): Promise<unknown> {
  const row = await inAuth((tx) =>
    tx.preflightRun.findFirst({ orderBy: [{ startedAt: "desc" }, { id: "asc" }], select: { report: true } }),
  );
  return row?.report ?? null;
}

export type { Tx } from "#lib/platform/db/tx.ts";

/** One transaction in an organisation, for what several rooms do there together. */
export async function inPlace<Result>(tenantId: TenantId, run: (tx: Tx) => Promise<Result>): Promise<Result> {
  return await inTenant(tenantId, run);
}
