import "#server-only";
import { inAuth } from "#lib/platform/db/in-auth.ts";
import { appSql, authSql } from "#lib/platform/db/sql.ts";

export type JobRunRow = {
  name: string;
  startedAt: Date;
  endedAt: Date | null;
  ms: number | null;
  failedAt: Date | null;
  failure: string | null;
};
export type FailingInstance = {
  slug: string;
  tenantName: string;
  instance: string;
  problem: string;
  since: Date | null;
};
export type Queue = { queue: string; waiting: number; oldest: Date | null };

type Turn = { startedAt: Date } & ({ endedAt: Date; ms: number } | { failedAt: Date; failure: string });

export async function saveTurn(name: string, turn: Turn): Promise<void> {
  await inAuth((tx) =>
    tx.jobRun.upsert({
      where: { name },
      create: { name, ...turn },
      update: turn,
      select: { name: true },
    }),
  );
}

export async function findJobRuns(): Promise<JobRunRow[]> {
  return await inAuth((tx) => tx.jobRun.findMany({ orderBy: { name: "asc" } }));
}

export async function findFailing(limit: number): Promise<FailingInstance[]> {
  const { rows } = await appSql().query<{
    slug: string;
    tenant_name: string;
    instance: string;
    problem: string;
    since: Date | null;
  }>("SELECT * FROM tenant.list_failing_for_operator($1)", [limit]);
  return rows.map(({ tenant_name: tenantName, ...rest }) => ({ ...rest, tenantName }));
}

export async function countQueues(): Promise<Queue[]> {
  const { rows } = await appSql().query<{ queue: string; waiting: string; oldest: Date | null }>(
    "SELECT * FROM tenant.count_queues()",
  );
  return rows.map(({ waiting, ...rest }) => ({ ...rest, waiting: Number(waiting) }));
}

/** The database's own version, and how long it took to say so by each login. */
export async function askDatabase(): Promise<{ version: string; appMs: number; authMs: number }> {
  const ask = async (pool: typeof appSql) => {
    const startedAt = performance.now();
    const { rows } = await pool().query<{ server_version: string }>("SHOW server_version");
    return { version: rows[0]?.server_version ?? "", ms: Math.round(performance.now() - startedAt) };
  };
  const app = await ask(appSql);
  const auth = await ask(authSql);
  return { version: app.version, appMs: app.ms, authMs: auth.ms };
}
