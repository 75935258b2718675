import "#server-only";
import type { GrantId, TenantId } from "#lib/kernel/ids.ts";
import { inTenantSql } from "#lib/platform/db/in-tenant-sql.ts";
import { appSql } from "#lib/platform/db/sql.ts";
import type { Tx } from "#lib/platform/db/tx.ts";
import type { SessionState } from "./mcp-session.ts";

export type { Tx } from "#lib/platform/db/tx.ts";

/** What a session's handle says of its row. */
export type SessionKey = { id: string; grantId: GrantId; expiresAt: number };

/** Null for a session about which nothing has to be known. */
export async function findSessionState(
  tenantId: TenantId,
  id: string,
): Promise<(SessionState & { streamId: string | null }) | null> {
  return await inTenantSql(tenantId, async (client) => {
    const { rows } = await client.query<SessionState & { streamId: string | null }>({
      name: "find-mcp-session",
      text: `SELECT s.ended_at IS NOT NULL AS "isEnded", s.log_level AS "logLevel", s.stream_id AS "streamId",
               s.stream_id IS NOT NULL AS "hasStream",
               EXISTS (SELECT FROM tenant.mcp_links l
                       WHERE l.tenant_id = $1 AND l.session_id = s.id AND l.uris <> '{}') AS "isSubscribed"
             FROM tenant.mcp_sessions s WHERE s.tenant_id = $1 AND s.id = $2`,
      values: [tenantId, id],
    });
    return rows[0] ?? null;
  });
}

/** Notes that a session ended; for good, whoever ends it again. */
export async function saveSessionEnd(tenantId: TenantId, session: SessionKey): Promise<void> {
  await inTenantSql(tenantId, (client) =>
    client.query({
      name: "save-mcp-session-end",
      text: `INSERT INTO tenant.mcp_sessions (tenant_id, id, grant_id, ended_at, expires_at)
             VALUES ($1, $2, $3, now(), to_timestamp($4))
             ON CONFLICT (tenant_id, id) DO UPDATE SET ended_at = now()
             WHERE mcp_sessions.tenant_id = $1 AND mcp_sessions.ended_at IS NULL`,
      values: [tenantId, session.id, session.grantId, session.expiresAt],
    }),
  );
}

export async function saveLogLevel(tenantId: TenantId, session: SessionKey, level: string): Promise<void> {
  await inTenantSql(tenantId, (client) =>
    client.query({
      name: "save-mcp-log-level",
      text: `INSERT INTO tenant.mcp_sessions (tenant_id, id, grant_id, log_level, expires_at)
             VALUES ($1, $2, $3, $5, to_timestamp($4))
             ON CONFLICT (tenant_id, id) DO UPDATE SET log_level = $5 WHERE mcp_sessions.tenant_id = $1`,
      values: [tenantId, session.id, session.grantId, session.expiresAt, level],
    }),
  );
}

/**
 * Makes this stream the one that is told, in place of one opened before it: ids of streams are in the order of their
 * opening. One beyond `notAfter` is of another clock, and gives way too.
 */
export async function takeStream(
  tenantId: TenantId,
  id: string,
  { streamId, notAfter }: { streamId: string; notAfter: string },
): Promise<boolean> {
  return await inTenantSql(tenantId, async (client) => {
    const { rowCount } = await client.query({
      name: "take-mcp-stream",
      text: `UPDATE tenant.mcp_sessions SET stream_id = $3
             WHERE tenant_id = $1 AND id = $2 AND (stream_id IS NULL OR stream_id < $3 OR stream_id > $4)`,
      values: [tenantId, id, streamId, notAfter],
    });
    return rowCount === 1;
  });
}

/** Makes this stream the one that is told if none is; of several at once one is. */
export async function claimStream(tenantId: TenantId, id: string, streamId: string): Promise<boolean> {
  return await inTenantSql(tenantId, async (client) => {
    const { rowCount } = await client.query({
      name: "claim-mcp-stream",
      text: `UPDATE tenant.mcp_sessions SET stream_id = $3
             WHERE tenant_id = $1 AND id = $2 AND (stream_id IS NULL OR stream_id = $3)`,
      values: [tenantId, id, streamId],
    });
    return rowCount === 1;
  });
}

export async function releaseStream(tenantId: TenantId, id: string, streamId: string): Promise<void> {
  await inTenantSql(tenantId, (client) =>
    client.query({
      name: "release-mcp-stream",
      text: `UPDATE tenant.mcp_sessions SET stream_id = NULL
             WHERE tenant_id = $1 AND id = $2 AND stream_id = $3`,
      values: [tenantId, id, streamId],
    }),
  );
}

/** Forgets sessions whose handle expired or whose connection ended; answers how many. */
export async function deletePastSessions(rowsMax: number): Promise<number> {
  const { rows } = await appSql().query<{ count: string }>({
    name: "purge-mcp-sessions",
    text: "SELECT tenant.purge_mcp_sessions($1) AS count",
    values: [rowsMax],
  });
  return Number(rows[0]?.count ?? 0);
}

/** Every session of the organisation with the sealed handles of instances in it, and what waits to be fetched. */
export async function deleteAllSessions(tx: Tx, tenantId: TenantId): Promise<void> {
  await tx.relayMessage.deleteMany({ where: { tenantId } });
  await tx.mcpSession.deleteMany({ where: { tenantId } });
}
