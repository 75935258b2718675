import "#server-only";
import type { GrantId, TenantId } from "#lib/kernel/ids.ts";
import { inTenantSql } from "#lib/platform/db/in-tenant-sql.ts";
import { appSql } from "#lib/platform/db/sql.ts";
import { MESSAGE_SECONDS } from "../../policy.ts";

/** What one connection can leave lying around; whoever is there to fetch does so in milliseconds. */
const PER_GRANT_MAX = 32;

type Message = { id: string; grantId: GrantId; payload: Uint8Array };

/**
 * Leaves a message for the instance that waits under that id, and tells all of them of it. False when one is there
 * already, or too many of this connection's are.
 */
export async function putMessage(tenantId: TenantId, { id, grantId, payload }: Message): Promise<boolean> {
  return await inTenantSql(tenantId, async (client) => {
    const { rowCount } = await client.query({
      name: "put-relay-message",
      text: `WITH put AS (
               INSERT INTO tenant.relay_messages (tenant_id, id, grant_id, payload, expires_at)
               SELECT $1, $2, $3, $4, now() + make_interval(secs => $5)
               WHERE (SELECT count(*) FROM tenant.relay_messages WHERE tenant_id = $1 AND grant_id = $3) < $6
               ON CONFLICT DO NOTHING RETURNING id)
             SELECT pg_notify('connect_relay', $1::text || ':' || put.id::text) FROM put`,
      values: [tenantId, id, grantId, payload, MESSAGE_SECONDS, PER_GRANT_MAX],
    });
    return rowCount === 1;
  });
}

/** Fetches what has come under these ids; each message is given out once. */
export async function takeMessages(
  tenantId: TenantId,
  ids: readonly string[],
): Promise<{ id: string; payload: Uint8Array }[]> {
  return await inTenantSql(tenantId, async (client) => {
    const { rows } = await client.query<{ id: string; payload: Buffer }>({
      name: "take-relay-messages",
      text: `DELETE FROM tenant.relay_messages
             WHERE tenant_id = $1 AND id = ANY ($2::uuid[]) AND expires_at > now() RETURNING id, payload`,
      values: [tenantId, ids],
    });
    return rows;
  });
}

/** Forgets what nobody fetched. */
export async function deleteExpiredMessages(): Promise<void> {
  await appSql().query("SELECT tenant.purge_relay_messages()");
}
