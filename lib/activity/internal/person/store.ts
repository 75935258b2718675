import "#server-only";
import type { PersonId, TenantId } from "#lib/kernel/ids.ts";
import { authSql } from "#lib/platform/db/sql.ts";
import type { Tx } from "#lib/platform/db/tx.ts";

export type { Tx } from "#lib/platform/db/tx.ts";

const CALL = {
  at: true,
  id: true,
  grantId: true,
  keyId: true,
  clientId: true,
  network: true,
  upstreamId: true,
  method: true,
  name: true,
  toolGroup: true,
  effect: true,
  outcome: true,
  layer: true,
  reason: true,
  ms: true,
  decidedMs: true,
  upstreamMs: true,
  bytesIn: true,
  bytesOut: true,
  arguments: true,
} as const;

/** Where a page ended: the next begins after it. */
export type CallPlace = { at: Date; id: string };

/** The next calls of one person, the oldest first. */
export async function readCalls(
  tx: Tx,
  tenantId: TenantId,
  { personId, after, limit }: { personId: PersonId; after: CallPlace | null; limit: number },
) {
  return await tx.toolCall.findMany({
    where: {
      tenantId,
      personId,
      ...(after && {
        at: { gte: after.at },
        OR: [{ at: { gt: after.at } }, { at: after.at, id: { gt: after.id } }],
      }),
    },
    orderBy: [{ at: "asc" }, { id: "asc" }],
    take: limit,
    select: CALL,
  });
}

export type OwnAttempt = { [column: string]: unknown };

/** Runs of connecting an app that are known to be that person's, with their requests. */
export async function readAttempts(personId: PersonId, limit: number): Promise<OwnAttempt[]> {
  const { rows } = await authSql().query<OwnAttempt>(
    `SELECT a.number, a.started_at AS "startedAt", a.last_at AS "lastAt", a.furthest, a.failed_stage AS "failedStage",
            a.reason, a.client_name AS "app", a.client_id AS "clientId", a.redirect_host AS "redirectHost", a.resource,
            a.family, a.network, a.reference,
            coalesce((SELECT json_agg(json_build_object('at', e.at, 'stage', e.stage, 'outcome', e.outcome,
              'reason', e.reason, 'agent', e.agent, 'product', e.product, 'network', e.network, 'status', e.status,
              'ms', e.ms, 'facts', e.facts) ORDER BY e.id)
              FROM auth.attempt_events e WHERE e.attempt_id = a.id AND e.link = 'exact'), '[]') AS requests
     FROM auth.attempts a WHERE a.person_id = $1 ORDER BY a.started_at LIMIT $2`,
    [personId, limit],
  );
  return rows;
}

export async function deleteAttemptsOf(personId: PersonId): Promise<void> {
  await authSql().query("DELETE FROM auth.attempts WHERE person_id = $1", [personId]);
}
