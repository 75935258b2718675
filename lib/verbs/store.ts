import "#server-only";
import type { MemberActor } from "#lib/kernel/actor.ts";
import type { TenantId } from "#lib/kernel/ids.ts";
import type { Role } from "#lib/kernel/permissions.ts";
import { Prisma } from "#lib/platform/db/generated/client.ts";
import type { Tx } from "#lib/platform/db/tx.ts";

type AuditRow = {
  tenantId: TenantId;
  seq: bigint;
  at: Date;
  actorKind: string;
  actorId: string;
  network: string | undefined;
  requestId: string | undefined;
  action: string;
  target: string;
  outcome: string;
  before: object | undefined;
  after: object | undefined;
  prevHash: string;
  hash: string;
};

/** What a member is at this moment; null for one who is suspended or removed, or whose organisation stands still. */
export async function findRoleNow(
  tx: Tx,
  { tenantId, membershipId, personId }: Pick<MemberActor, "tenantId" | "membershipId" | "personId">,
): Promise<Role | null> {
  const row = await tx.membership.findFirst({
    where: { tenantId, id: membershipId, personId, status: "active", tenant: { status: "active" } },
    select: { role: true },
  });
  return row?.role ?? null;
}

/** Makes writers of one tenant's audit chain take turns until the transaction ends. */
export async function lockAudit(tx: Tx, tenantId: TenantId): Promise<void> {
  await tx.$queryRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`audit:${tenantId}`}, 0))::text`;
}

export async function findLastAudit(
  tx: Tx,
  tenantId: TenantId,
): Promise<{ seq: bigint; hash: string } | null> {
  return await tx.auditEvent.findFirst({
    where: { tenantId },
    orderBy: { seq: "desc" },
    select: { seq: true, hash: true },
  });
}

export async function insertAudit(tx: Tx, row: AuditRow): Promise<void> {
  await tx.auditEvent.create({
    data: {
      ...row,
      network: row.network ?? null,
      requestId: row.requestId ?? null,
      before: toJson(row.before),
      after: toJson(row.after),
    },
    select: { seq: true },
  });
}

function toJson(value: object | undefined): Prisma.InputJsonValue | typeof Prisma.DbNull {
  return value === undefined ? Prisma.DbNull : (value as Prisma.InputJsonValue);
}

export type TargetAudit = {
  at: Date;
  actorKind: string;
  actorId: string;
  action: string;
  before: unknown;
  after: unknown;
};

/** What was done to one thing, newest first. */
export async function findAuditOf(
  tx: Tx,
  tenantId: TenantId,
  { target, actions, limit }: { target: string; actions: readonly string[]; limit: number },
): Promise<TargetAudit[]> {
  return await tx.auditEvent.findMany({
    where: { tenantId, target, outcome: "done", action: { in: [...actions] } },
    orderBy: { seq: "desc" },
    take: limit,
    select: { at: true, actorKind: true, actorId: true, action: true, before: true, after: true },
  });
}
