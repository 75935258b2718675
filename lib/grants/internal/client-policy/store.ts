import "#server-only";
import type { PersonId, TenantId } from "#lib/kernel/ids.ts";
import type { Tx } from "#lib/platform/db/tx.ts";

export type { Tx } from "#lib/platform/db/tx.ts";
export type ClientPolicyState = "allowed" | "asked" | "blocked";

/**
 * Lets connections of one app be recorded side by side, and a decision on it only alone, until the transaction ends:
 * a block and a consent that race are then one after the other.
 */
export async function lockClient(
  tx: Tx,
  tenantId: TenantId,
  { clientId, isDeciding }: { clientId: string; isDeciding: boolean },
): Promise<void> {
  const name = `client:${tenantId}/${clientId}`;
  if (isDeciding) await tx.$queryRaw`SELECT pg_advisory_xact_lock(hashtextextended(${name}, 0))::text`;
  else await tx.$queryRaw`SELECT pg_advisory_xact_lock_shared(hashtextextended(${name}, 0))::text`;
}

/** What the organisation decided about that app; allowed where it decided nothing. */
export async function findClientPolicy(
  tx: Tx,
  tenantId: TenantId,
  clientId: string,
): Promise<ClientPolicyState> {
  const row = await tx.clientPolicy.findFirst({ where: { tenantId, clientId }, select: { state: true } });
  return row?.state ?? "allowed";
}

export async function saveClientPolicy(
  tx: Tx,
  tenantId: TenantId,
  { clientId, state, decidedBy }: { clientId: string; state: ClientPolicyState; decidedBy: PersonId },
): Promise<void> {
  const decision = { state, decidedBy, decidedAt: new Date() };
  await tx.clientPolicy.upsert({
    where: { tenantId_clientId: { tenantId, clientId } },
    update: decision,
    create: { tenantId, id: crypto.randomUUID(), clientId, ...decision },
    select: { id: true },
  });
}

/** Ends every live connection of that app in the organisation; how many there were. */
export async function endGrantsOfClient(
  tx: Tx,
  tenantId: TenantId,
  { clientId, endedBy }: { clientId: string; endedBy: PersonId },
): Promise<number> {
  const { count } = await tx.grant.updateMany({
    where: { tenantId, clientId, endedAt: null },
    data: { endedAt: new Date(), endedBy, endedReason: "admin" },
  });
  return count;
}
