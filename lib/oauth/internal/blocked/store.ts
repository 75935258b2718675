import "#server-only";
import { inAuth } from "#lib/platform/db/in-auth.ts";
import { authSql } from "#lib/platform/db/sql.ts";

export type BlockedClient = { clientId: string; name: string; reason: string; at: Date };

export async function isBlocked(clientId: string): Promise<boolean> {
  const { rows } = await authSql().query<{ blocked: boolean }>({
    name: "clients-is-blocked",
    text: "SELECT EXISTS (SELECT FROM auth.blocked_clients WHERE client_id = $1) AS blocked",
    values: [clientId],
  });
  return rows[0]?.blocked ?? false;
}

/**
 * Blocks an app and ends every connection it has, each with an audit row; how many there were. A consent that is being
 * recorded is waited for and then ends too, and one that comes later finds the block (`lockClient` in lib/grants).
 */
export async function insertBlock({ clientId, name, reason }: Omit<BlockedClient, "at">): Promise<number> {
  return await inAuth(async (tx) => {
    await tx.$queryRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`client:${clientId}`}, 0))::text`;
    await tx.blockedClient.createMany({ data: [{ clientId, name, reason }], skipDuplicates: true });
    const rows = await tx.$queryRaw<{ ended: number }[]>`
      SELECT count(*)::int AS ended
      FROM tenant.list_client_grants(${clientId}) g, LATERAL tenant.end_grant_audited(g.grant_id, 'operator', NULL)`;
    return rows[0]?.ended ?? 0;
  });
}

/** Takes a block back; false when there was none. */
export async function deleteBlock(clientId: string): Promise<boolean> {
  const { count } = await inAuth((tx) => tx.blockedClient.deleteMany({ where: { clientId } }));
  return count === 1;
}

/** The newest first. */
export async function findBlocks(): Promise<BlockedClient[]> {
  return await inAuth((tx) => tx.blockedClient.findMany({ orderBy: [{ at: "desc" }, { clientId: "asc" }] }));
}
