import "#server-only";
import type { TenantId, UpstreamId } from "#lib/kernel/ids.ts";
import { inTenantSql } from "#lib/platform/db/in-tenant-sql.ts";
import { appSql } from "#lib/platform/db/sql.ts";
import type { HealthEventKind, UpstreamProblem } from "../../schema.ts";
import { type Tx, updateUpstream, type UpstreamRow } from "../../store.ts";

/** What one look at an instance found. `ms` is how long a good answer took, where that was measured. */
export type Look = {
  problem: UpstreamProblem | null;
  status?: number | null;
  code?: number | null;
  ms?: number | null;
};

type Looked = Pick<UpstreamRow, "id" | "status" | "problem" | "problemSince">;

/** Keeps what a look found: the instance's health, its day's bucket, and, where that changed, an event. */
export async function saveLook(tx: Tx, tenantId: TenantId, row: Looked, look: Look): Promise<void> {
  const { problem, status = null, code = null, ms = null } = look;
  const now = new Date();
  const isDraft = row.status === "draft";
  const unwell = {
    status: isDraft ? "draft" : "error",
    problemSince: row.problem === null ? now : row.problemSince,
  } as const;
  const well = {
    status: isDraft ? "draft" : "ready",
    problemSince: null,
    lastGoodAt: now,
    ...(ms === null ? {} : { latencyMs: ms }),
  } as const;
  await updateUpstream(tx, tenantId, row.id, {
    problem,
    problemStatus: status,
    problemCode: code,
    checkedAt: now,
    checkingAt: null,
    ...(problem === null ? well : unwell),
  });
  await countLook(tx, tenantId, row.id, { isGood: problem === null, ms: ms ?? 0 });
  if (row.problem === problem) return;
  await addEvent(tx, tenantId, row.id, { kind: problem === null ? "well" : "down", problem, status, code });
}

async function countLook(
  tx: Tx,
  tenantId: TenantId,
  upstreamId: UpstreamId,
  { isGood, ms }: { isGood: boolean; ms: number },
): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO tenant.upstream_days AS d (tenant_id, upstream_id, day, checks, failures, ms_total)
    VALUES (${tenantId}::uuid, ${upstreamId}::uuid, (now() AT TIME ZONE 'UTC')::date, 1, ${isGood ? 0 : 1}, ${ms})
    ON CONFLICT (tenant_id, upstream_id, day) DO UPDATE SET checks = d.checks + 1,
      failures = d.failures + excluded.failures, ms_total = least(2000000000, d.ms_total::bigint + excluded.ms_total)::int`;
}

type Event = {
  kind: HealthEventKind;
  problem?: UpstreamProblem | null;
  status?: number | null;
  code?: number | null;
};

/** Adds to an instance's history. */
export async function addEvent(
  tx: Tx,
  tenantId: TenantId,
  upstreamId: UpstreamId,
  event: Event,
): Promise<void> {
  await tx.upstreamEvent.create({
    data: { tenantId, id: crypto.randomUUID(), upstreamId, ...event },
    select: { id: true },
  });
}

type NotedProblem = { problem: string | null; status?: number | null; code?: number | null };

/**
 * Notes what a call found wrong with an instance, or that nothing is (null). The time it began stays until it is well
 * again, and is the answer. A change is an event, of one kind every ten seconds at most.
 */
export async function saveProblem(
  tenantId: TenantId,
  upstreamId: UpstreamId,
  { problem, status = null, code = null }: NotedProblem,
): Promise<Date | null> {
  return await inTenantSql(tenantId, async (client) => {
    await client.query({
      name: "save-problem",
      text: `WITH changed AS (
               UPDATE tenant.upstreams
               SET problem = $3, problem_since = CASE WHEN $3::text IS NULL THEN NULL ELSE coalesce(problem_since, now()) END,
                   problem_status = $4, problem_code = $5,
                   last_good_at = CASE WHEN $3::text IS NULL THEN now() ELSE last_good_at END,
                   status = CASE WHEN $3::text IS NULL AND status = 'error' THEN 'ready' ELSE status END
               WHERE tenant_id = $1 AND id = $2 AND problem IS DISTINCT FROM $3
               RETURNING id, CASE WHEN $3::text IS NULL THEN 'well' ELSE 'down' END AS kind
             )
             INSERT INTO tenant.upstream_events (tenant_id, id, upstream_id, kind, problem, status, code)
             SELECT $1, gen_random_uuid(), c.id, c.kind, $3, $4, $5 FROM changed c
             WHERE NOT EXISTS (
               SELECT FROM tenant.upstream_events e
               WHERE e.tenant_id = $1 AND e.upstream_id = $2 AND e.kind = c.kind AND e.at > now() - interval '10 seconds')`,
      values: [tenantId, upstreamId, problem, status, code],
    });
    if (problem === null) return null;
    const { rows } = await client.query<{ since: Date | null }>({
      name: "find-problem-since",
      text: "SELECT problem_since AS since FROM tenant.upstreams WHERE tenant_id = $1 AND id = $2",
      values: [tenantId, upstreamId],
    });
    return rows[0]?.since ?? null;
  });
}

export type HealthDay = { day: Date; checks: number; failures: number; msTotal: number };
export type HealthEvent = {
  id: string;
  at: Date;
  kind: HealthEventKind;
  problem: UpstreamProblem | null;
  status: number | null;
  code: number | null;
};

export async function findDays(
  tx: Tx,
  tenantId: TenantId,
  upstreamId: UpstreamId,
  since: Date,
): Promise<HealthDay[]> {
  return await tx.upstreamDay.findMany({
    where: { tenantId, upstreamId, day: { gte: since } },
    orderBy: { day: "asc" },
    select: { day: true, checks: true, failures: true, msTotal: true },
  });
}

/** The newest first. */
export async function findEvents(
  tx: Tx,
  tenantId: TenantId,
  upstreamId: UpstreamId,
  eventsMax: number,
): Promise<HealthEvent[]> {
  return (await tx.upstreamEvent.findMany({
    where: { tenantId, upstreamId },
    orderBy: [{ at: "desc" }, { id: "desc" }],
    take: eventsMax,
    select: { id: true, at: true, kind: true, problem: true, status: true, code: true },
  })) as HealthEvent[];
}

/** Forgets days and events older than that, of all instances. */
export async function deleteOldHealth(days: number): Promise<void> {
  await appSql().query("SELECT tenant.purge_upstream_health($1)", [days]);
}
