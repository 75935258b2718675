import "#server-only";
import type { Effect } from "#lib/kernel/effects.ts";
import type { PersonId, TenantId } from "#lib/kernel/ids.ts";
import type { Tx } from "#lib/platform/db/tx.ts";
import type { ClientPolicyState } from "../../policy.ts";
import type { AppPolicy } from "../../terms.ts";

export type { Tx } from "#lib/platform/db/tx.ts";
export type ClientPolicyRow = {
  state: ClientPolicyState;
  isListed: boolean;
  stateBefore: ClientPolicyState | null;
  reason: string | null;
  effectMax: Effect;
  hosts: string[];
  decidedAt: Date;
  version: number;
};

const SELECT = {
  state: true,
  isListed: true,
  stateBefore: true,
  reason: true,
  effectMax: true,
  hosts: true,
  decidedAt: true,
  version: true,
} as const;

/**
 * Lets connections of one app be recorded side by side, and a decision on it only alone, until the transaction ends:
 * a block, here or on the whole server, and a consent that race are then one after the other.
 */
export async function lockClient(
  tx: Tx,
  tenantId: TenantId,
  { clientId, isDeciding }: { clientId: string; isDeciding: boolean },
): Promise<void> {
  const name = `client:${tenantId}/${clientId}`;
  if (isDeciding) await tx.$queryRaw`SELECT pg_advisory_xact_lock(hashtextextended(${name}, 0))::text`;
  else {
    await tx.$queryRaw`SELECT pg_advisory_xact_lock_shared(hashtextextended(${`client:${clientId}`}, 0))::text,
                              pg_advisory_xact_lock_shared(hashtextextended(${name}, 0))::text`;
  }
}

/** Whether the operators let that app in nowhere. */
export async function isBlockedEverywhere(tx: Tx, clientId: string): Promise<boolean> {
  const rows = await tx.$queryRaw<{ blocked: boolean }[]>`
    SELECT tenant.is_client_blocked(${clientId}) AS blocked`;
  return rows[0]?.blocked ?? false;
}

/** What the organisation decided about that app; null where it decided nothing. */
export async function findClientPolicy(
  tx: Tx,
  tenantId: TenantId,
  clientId: string,
): Promise<ClientPolicyRow | null> {
  return await tx.clientPolicy.findFirst({ where: { tenantId, clientId }, select: SELECT });
}

type ClientPolicyChange = Partial<Omit<ClientPolicyRow, "decidedAt" | "version">> & {
  state: ClientPolicyState;
};

/** Decides about an app nothing was decided about. */
export async function insertClientPolicy(
  tx: Tx,
  tenantId: TenantId,
  { clientId, decidedBy, change }: { clientId: string; decidedBy: PersonId; change: ClientPolicyChange },
): Promise<void> {
  await tx.clientPolicy.create({
    data: { tenantId, id: crypto.randomUUID(), clientId, decidedBy, ...change },
    select: { id: true },
  });
}

/** Decides anew; false when the decision is not the one of that version any more. */
export async function updateClientPolicy(
  tx: Tx,
  tenantId: TenantId,
  own: { clientId: string; version: number; decidedBy: PersonId; change: ClientPolicyChange },
): Promise<boolean> {
  const { clientId, version, decidedBy, change } = own;
  const { count } = await tx.clientPolicy.updateMany({
    where: { tenantId, clientId, version },
    data: { ...change, decidedBy, decidedAt: new Date(), version: { increment: 1 } },
  });
  return count === 1;
}

/** Takes a decision back, so that the rule for all apps decides. */
export async function deleteClientPolicy(
  tx: Tx,
  tenantId: TenantId,
  { clientId, version }: { clientId: string; version: number },
): Promise<boolean> {
  const { count } = await tx.clientPolicy.deleteMany({ where: { tenantId, clientId, version } });
  return count === 1;
}

export type AppSettingsRow = { policy: AppPolicy; decidedAt: Date | null; version: number };

/** The rule for apps nothing was decided about; version 0 while nobody chose one. */
export async function findAppSettings(tx: Tx, tenantId: TenantId): Promise<AppSettingsRow> {
  const select = { policy: true, decidedAt: true, version: true } as const;
  const row = await tx.appSettings.findFirst({ where: { tenantId }, select });
  return row ?? { policy: "open", decidedAt: null, version: 0 };
}

/** Replaces the rule of that version; false when somebody was faster. */
export async function saveAppSettings(
  tx: Tx,
  tenantId: TenantId,
  { policy, version, decidedBy }: { policy: AppPolicy; version: number; decidedBy: PersonId },
): Promise<boolean> {
  if (version === 0) {
    const { count } = await tx.appSettings.createMany({
      data: [{ tenantId, policy, decidedBy }],
      skipDuplicates: true,
    });
    return count === 1;
  }
  const { count } = await tx.appSettings.updateMany({
    where: { tenantId, version },
    data: { policy, decidedBy, decidedAt: new Date(), version: { increment: 1 } },
  });
  return count === 1;
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
