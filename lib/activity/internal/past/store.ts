import "#server-only";
import { authSql } from "#lib/platform/db/sql.ts";
import { withClient } from "#lib/platform/db/with-client.ts";

type PastRow = {
  id: string;
  number: string;
  startedAt: Date;
  lastAt: Date;
  furthest: number;
  furthestAt: Date;
  failedStage: number | null;
  failedAt: Date | null;
  reason: string | null;
  clientId: string;
  clientName: string;
  redirectHost: string;
  resource: string;
  family: string;
  agent: string;
  network: string;
  personId: string | null;
  tenantId: string;
  grantId: string | null;
};
type PastEvent = { stage: number; outcome: string; at: Date; reason: string | null };

/** Writes one attempt with its events unless it is there; whether it was new. */
export async function insertPastAttempt({
  row,
  events,
}: {
  row: PastRow;
  events: readonly PastEvent[];
}): Promise<boolean> {
  return await withClient(authSql(), async (client) => {
    await client.query("BEGIN");
    const { rowCount } = await client.query(
      `INSERT INTO auth.attempts (id, number, started_at, last_at, furthest, furthest_at, failed_stage, failed_at, reason,
         client_id, client_name, redirect_host, resource, family, network, person_id, tenant_id, grant_id, event_count)
       SELECT a.id, a.number, a."startedAt", a."lastAt", a.furthest, a."furthestAt", a."failedStage", a."failedAt", a.reason,
         a."clientId", a."clientName", a."redirectHost", a.resource, a.family, a.network, a."personId", a."tenantId",
         a."grantId", $2
       FROM jsonb_to_record($1) a (id uuid, number text, "startedAt" timestamptz, "lastAt" timestamptz, furthest smallint,
         "furthestAt" timestamptz, "failedStage" smallint, "failedAt" timestamptz, reason text, "clientId" text,
         "clientName" text, "redirectHost" text, resource text, family text, network text, "personId" uuid,
         "tenantId" uuid, "grantId" uuid)
       ON CONFLICT (id) DO NOTHING`,
      [JSON.stringify(row), events.length],
    );
    if (rowCount === 1) {
      await client.query(
        `INSERT INTO auth.attempt_events (attempt_id, link, at, stage, outcome, reason, agent, network, status, ms, facts)
         SELECT $2::uuid, 'exact', e.at, e.stage, e.outcome, e.reason, $3, $4, CASE WHEN e.outcome = 'failed' THEN 400 ELSE 200 END,
           20 + e.stage * 7, '{}'
         FROM jsonb_to_recordset($1) e (stage smallint, outcome text, at timestamptz, reason text) ORDER BY e.at`,
        [JSON.stringify(events), row.id, row.agent, row.network],
      );
    }
    await client.query("COMMIT");
    return rowCount === 1;
  });
}
