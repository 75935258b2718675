import "#server-only";
import type { TenantId } from "#lib/kernel/ids.ts";
import { Prisma } from "#lib/platform/db/generated/client.ts";
import { authSql } from "#lib/platform/db/sql.ts";
import type { Tx } from "#lib/platform/db/tx.ts";
import { ATTEMPT_DAYS, SILENCES_JSON } from "../../policy.ts";
import type { AttemptCause, AttemptSummary } from "../../schema.ts";

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
  person_id AS "personId", tenant_id AS "tenantId", grant_id AS "grantId", reference`;
const EVENT_COLUMNS = "at, link, stage, outcome, reason, agent, product, network, status, ms, facts";

/** The newest attempts of everybody, or those of one number: for the operator alone. */
export async function listAllAttempts(number: string | null, limit: number): Promise<AttemptRow[]> {
  const { rows } = await authSql().query<AttemptRow>(
    `SELECT ${COLUMNS}, extract(epoch FROM now() - furthest_at)::float8 AS "quietSeconds",
            extract(epoch FROM furthest_at - started_at)::float8 AS "tookSeconds"
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

const OWN_COLUMNS = Prisma.sql`id::text, number, started_at AS "startedAt", furthest, failed_stage AS "failedStage", reason,
  quiet_seconds AS "quietSeconds", extract(epoch FROM now() - started_at)::float8 - quiet_seconds AS "tookSeconds", client_id AS "clientId", client_name AS "clientName", redirect_host AS "redirectHost",
  resource, person_id::text AS "personId", tenant_id::text AS "tenantId", grant_id::text AS "grantId", reference`;

export type AttemptFilter = {
  number?: string | undefined;
  cause?: AttemptCause | undefined;
  personId?: string | undefined;
  clientId?: string | undefined;
  since?: Date | undefined;
  before?: { at: Date; id: string } | undefined;
};

/** The attempts of the transaction's own organisation, the newest first. */
export async function listOwnAttempts(tx: Tx, filter: AttemptFilter, limit: number): Promise<AttemptRow[]> {
  const { number = null, cause = null, personId = null, clientId = null, since = null, before } = filter;
  return await tx.$queryRaw<AttemptRow[]>`
    SELECT ${OWN_COLUMNS} FROM tenant.list_attempt_page(${number}::text, ${cause}::text, ${personId}::uuid, ${clientId}::text,
      ${since}::timestamptz, ${before?.at ?? null}::timestamptz, ${before?.id ?? null}::uuid, ${limit}::integer,
      ${SILENCES_JSON}::jsonb)`;
}

export type CauseCount = { cause: string; attempts: number; lastAt: Date };

export async function countOwnCauses(tx: Tx, since: Date): Promise<CauseCount[]> {
  return await tx.$queryRaw<CauseCount[]>`
    SELECT cause, attempts::integer, last_at AS "lastAt"
    FROM tenant.count_attempt_causes(${since}::timestamptz, ${SILENCES_JSON}::jsonb)`;
}

/** Attempts since then that may be that person's, at most five. */
export async function listWatchedAttempts(tx: Tx, personId: string, since: Date): Promise<AttemptRow[]> {
  return await tx.$queryRaw<AttemptRow[]>`
    SELECT ${OWN_COLUMNS} FROM tenant.watch_attempts(${personId}::uuid, ${since}::timestamptz)`;
}

/** The reference before, or undefined when the organisation has no such attempt. */
export async function saveReference(
  tx: Tx,
  attemptId: string,
  reference: string | null,
): Promise<{ before: string | null } | undefined> {
  const rows = await tx.$queryRaw<{ before: string | null }[]>`
    SELECT before FROM tenant.note_attempt_reference(${attemptId}::uuid, ${reference}::text)`;
  return rows[0];
}

/** The names of people of the organisation, as they are now. */
export async function listPersonNames(
  tx: Tx,
  tenantId: TenantId,
  ids: readonly string[],
): Promise<Map<string, { name: string; email: string }>> {
  if (ids.length === 0) return new Map();
  const rows = await tx.membership.findMany({
    where: { tenantId, personId: { in: [...ids] } },
    select: { personId: true, name: true, email: true },
  });
  return new Map(rows.map(({ personId, ...person }) => [personId, person]));
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
    "DELETE FROM auth.attempts WHERE started_at < now() - make_interval(days => $1)",
    [ATTEMPT_DAYS],
  );
  const surplus = await authSql().query(
    `DELETE FROM auth.attempts WHERE person_id IS NULL AND grant_id IS NULL AND started_at <= (
       SELECT started_at FROM auth.attempts WHERE person_id IS NULL AND grant_id IS NULL
       ORDER BY started_at DESC OFFSET $1 LIMIT 1)`,
    [UNSIGNED_MAX],
  );
  return (old.rowCount ?? 0) + (surplus.rowCount ?? 0);
}
