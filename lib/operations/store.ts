import "#server-only";
import type { TenantId } from "#lib/kernel/ids.ts";
import { inAuth } from "#lib/platform/db/in-auth.ts";
import { inTenant } from "#lib/platform/db/in-tenant.ts";
import { authSql } from "#lib/platform/db/sql.ts";
import type { Tx } from "#lib/platform/db/tx.ts";
import { withClient } from "#lib/platform/db/with-client.ts";
import type { Aged } from "./internal/inventory/aged-rows.ts";
import type { CatalogueColumn } from "./internal/inventory/to-held-tables.ts";

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

/** Every column of every table in these schemas, whoever may read it: the catalogue names all. */
export async function findCatalogue(schemas: readonly string[]): Promise<CatalogueColumn[]> {
  const { rows } = await authSql().query<CatalogueColumn>(
    `SELECT n.nspname AS schema, c.relname AS table, a.attname AS column,
            coalesce(e.typname, t.typname) AS type, coalesce(e.typtype, t.typtype) = 'e' AS "isEnum"
     FROM pg_catalog.pg_class c
     JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
     JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
     JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
     LEFT JOIN pg_catalog.pg_type e ON e.oid = t.typelem AND t.typcategory = 'A'
     WHERE n.nspname = ANY($1) AND c.relkind IN ('r', 'p', 'm', 'f') AND NOT c.relispartition
     ORDER BY n.nspname, c.relname, a.attnum`,
    [schemas],
  );
  return rows;
}

/** The earliest such time among the rows of a table of sign-in and the server's own. */
export async function findOldest({ table, column }: Aged): Promise<Date | null> {
  const { rows } = await authSql().query<{ oldest: Date | null }>(
    `SELECT min("${column}") AS oldest FROM auth."${table}"`,
  );
  return rows[0]?.oldest ?? null;
}
