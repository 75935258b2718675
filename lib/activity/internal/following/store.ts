import "#server-only";
import type { Tx } from "#lib/platform/db/tx.ts";
import type { AttemptRow } from "../reading/store.ts";

export type { Tx } from "#lib/platform/db/tx.ts";

/** Where an attempt stands among those that changed: when it last did, by the database's clock, and its id. */
export type ChangePlace = { at: Date; id: string };
export type ChangedRow = AttemptRow & { changedAt: Date };

/**
 * The attempts of the transaction's own organisation after a place in the order of their changes. Only those that have
 * been quiet for `quietSeconds`: longer than any transaction that changes one lasts, so that none appears before the
 * place of another that was read.
 */
export async function listChangedRows(
  tx: Tx,
  {
    after,
    until,
    limit,
    quietSeconds,
  }: { after: ChangePlace; until?: ChangePlace | undefined; limit: number; quietSeconds: number },
): Promise<ChangedRow[]> {
  return await tx.$queryRaw<ChangedRow[]>`
    SELECT id::text, number, started_at AS "startedAt", changed_at AS "changedAt", furthest, failed_stage AS "failedStage", reason,
      quiet_seconds AS "quietSeconds", client_id AS "clientId", client_name AS "clientName", redirect_host AS "redirectHost",
      resource, person_id::text AS "personId", tenant_id::text AS "tenantId", grant_id::text AS "grantId", reference
    FROM tenant.list_changed_attempts(${after.at}::timestamptz, ${after.id}::uuid, ${until?.at ?? null}::timestamptz,
      ${until?.id ?? null}::uuid, ${limit}::integer, ${quietSeconds}::integer)`;
}

/** How many there are, counted no further than `max`. */
export async function countChangedRows(
  tx: Tx,
  { after, max, quietSeconds }: { after: ChangePlace; max: number; quietSeconds: number },
): Promise<number> {
  const [row] = await tx.$queryRaw<{ count: number }[]>`
    SELECT count(*)::integer AS count FROM tenant.list_changed_attempts(${after.at}::timestamptz, ${after.id}::uuid,
      NULL, NULL, ${max}::integer, ${quietSeconds}::integer)`;
  return row?.count ?? 0;
}

/** Now, by the clock that changes are marked with. */
export async function readClock(tx: Tx): Promise<Date> {
  const [row] = await tx.$queryRaw<{ at: Date }[]>`SELECT clock_timestamp() AS at`;
  return row?.at ?? new Date();
}
