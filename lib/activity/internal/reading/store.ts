import "#server-only";
import { authSql } from "#lib/platform/db/sql.ts";
import type { Tx } from "#lib/platform/db/tx.ts";
import type { AttemptSummary } from "../../schema.ts";

/** A summary as it is stored: stages by number, and the reason its verdict is made from. */
export type AttemptRow = Omit<AttemptSummary, "furthest" | "failedStage" | "verdict"> & {
  furthest: number;
  failedStage: number | null;
  reason: string | null;
};
export type EventRow = {
  at: Date;
  link: string;
  stage: number;
  outcome: string;
  reason: string | null;
  agent: string;
  product: string | null;
  network: string;
  status: number | null;
  ms: number | null;
  facts: string[];
};

const COLUMNS = `id, number, started_at AS "startedAt", furthest, failed_stage AS "failedStage", reason,
  client_id AS "clientId", client_name AS "clientName", redirect_host AS "redirectHost", resource,
  person_id AS "personId", tenant_id AS "tenantId", grant_id AS "grantId"`;
const EVENT_COLUMNS = "at, link, stage, outcome, reason, agent, product, network, status, ms, facts";

/** The newest attempts of everybody, or those of one number: for the operator alone. */
export async function listAllAttempts(number: string | null, limit: number): Promise<AttemptRow[]> {
  const { rows } = await authSql().query<AttemptRow>(
    `SELECT ${COLUMNS}, extract(epoch FROM now() - furthest_at)::float8 AS "quietSeconds"
     FROM auth.attempts WHERE $1::text IS NULL OR number = $1 ORDER BY started_at DESC LIMIT $2`,
    [number, limit],
  );
  return rows;
}

export async function listAllAttemptEvents(attemptId: string): Promise<EventRow[]> {
  const { rows } = await authSql().query<EventRow>(
    `SELECT ${EVENT_COLUMNS} FROM auth.attempt_events WHERE attempt_id = $1 ORDER BY at, id`,
    [attemptId],
  );
  return rows;
}

export async function listTenantNames(ids: readonly string[]): Promise<Map<string, string>> {
  const { rows } = await authSql().query<{ id: string; name: string }>(
    "SELECT id, name FROM tenant.list_tenant_names($1::uuid[])",
    [ids],
  );
  return new Map(rows.map(({ id, name }) => [id, name]));
}

/** The attempts of the transaction's own organisation. */
export async function listOwnAttempts(tx: Tx, number: string | null, limit: number): Promise<AttemptRow[]> {
  return await tx.$queryRaw<AttemptRow[]>`
    SELECT id::text, number, started_at AS "startedAt", furthest, failed_stage AS "failedStage", reason,
           quiet_seconds AS "quietSeconds", client_id AS "clientId", client_name AS "clientName",
           redirect_host AS "redirectHost", resource, person_id::text AS "personId", tenant_id::text AS "tenantId",
           grant_id::text AS "grantId"
    FROM tenant.list_attempts(${number}::text, ${limit}::integer)`;
}

export async function listOwnAttemptEvents(tx: Tx, attemptId: string): Promise<EventRow[]> {
  return await tx.$queryRaw<EventRow[]>`
    SELECT at, link, stage, outcome, reason, agent, product, network, status, ms, facts
    FROM tenant.list_attempt_events(${attemptId}::uuid)`;
}

const UNSIGNED_MAX = 20_000;

/**
 * Forgets attempts older than 30 days and, of those nobody signed in to, all but the newest 20,000: what strangers can
 * make us store is bounded. Returns how many went.
 */
export async function deleteOldAttempts(): Promise<number> {
  const old = await authSql().query(
    "DELETE FROM auth.attempts WHERE started_at < now() - interval '30 days'",
  );
  const surplus = await authSql().query(
    `DELETE FROM auth.attempts WHERE person_id IS NULL AND grant_id IS NULL AND started_at <= (
       SELECT started_at FROM auth.attempts WHERE person_id IS NULL AND grant_id IS NULL
       ORDER BY started_at DESC OFFSET $1 LIMIT 1)`,
    [UNSIGNED_MAX],
  );
  return (old.rowCount ?? 0) + (surplus.rowCount ?? 0);
}
