import "#server-only";
import type { TenantId } from "#lib/kernel/ids.ts";
import { inAuth } from "#lib/platform/db/in-auth.ts";
import { inTenant } from "#lib/platform/db/in-tenant.ts";
import { authSql } from "#lib/platform/db/sql.ts";
import type { Tx } from "#lib/platform/db/tx.ts";
import { withClient } from "#lib/platform/db/with-client.ts";
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

/** The kept runs as they were written down, the newest first. */
export async function findRuns(): Promise<unknown[]> {
  const rows = await inAuth((tx) =>
    tx.preflightRun.findMany({ orderBy: [{ startedAt: "desc" }, { id: "asc" }], select: { report: true } }),
  );
  return rows.map(({ report }) => report);
}

/** Since when somebody is at that job, on any instance; null where nobody is. */
export async function findTurnOfJob(name: string): Promise<Date | null> {
  const { rows } = await authSql().query<{ since: Date }>(
    // The lock's connection does nothing else meanwhile, so its last query is the one that took it.
    `SELECT a.query_start AS since
     FROM pg_catalog.pg_locks l JOIN pg_catalog.pg_stat_activity a ON a.pid = l.pid
     WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1
       AND l.database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database())
       AND (l.classid::bigint << 32) | l.objid::bigint = hashtextextended('job:' || $1, 0)`,
    [name],
  );
  return rows[0]?.since ?? null;
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
export async function findOldest(table: string, column: string): Promise<Date | null> {
  const { rows } = await authSql().query<{ oldest: Date | null }>(
    `SELECT min("${column}") AS oldest FROM auth."${table}"`,
  );
  return rows[0]?.oldest ?? null;
}

/** The jobs that took a turn on this database, whether it came to its end or not. */
export async function findJobsThatRan(): Promise<Set<string>> {
  const rows = await inAuth((tx) => tx.jobRun.findMany({ select: { name: true } }));
  return new Set(rows.map(({ name }) => name));
}
