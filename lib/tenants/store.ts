import "#server-only";
import type { MemberActor } from "#lib/kernel/actor.ts";
import type { MembershipId, PersonId, TenantId } from "#lib/kernel/ids.ts";
import type { Role } from "#lib/kernel/permissions.ts";
import { inPerson } from "#lib/platform/db/in-person.ts";
import { inSystem } from "#lib/platform/db/in-system.ts";
import { inTenant } from "#lib/platform/db/in-tenant.ts";
import { appSql } from "#lib/platform/db/sql.ts";
import type { Tx } from "#lib/platform/db/tx.ts";

export { isUniqueViolation } from "#lib/platform/db/database-errors.ts";

export type TenantRow = {
  id: TenantId;
  slug: string;
  address: string;
  name: string;
  createdAt: Date;
  isSample?: true;
  isSandbox?: true;
};
export type MemberRow = {
  id: MembershipId;
  personId: PersonId;
  email: string;
  name: string;
  role: Role;
  createdAt: Date;
};
export type OwnMembership = {
  tenantId: TenantId;
  membershipId: MembershipId;
  role: Role;
  slug: string;
  name: string;
  address: string;
  logoHash: string | null;
  lastActiveAt: Date | null;
  /** Anything but active, nobody enters it and no token of it works. */
  state: "active" | "suspended" | "deleted";
};

const OWN_SELECT = {
  tenantId: true,
  id: true,
  role: true,
  lastActiveAt: true,
  tenant: {
    select: { slug: true, name: true, address: true, logoHash: true, status: true, deletedAt: true },
  },
} as const;

/** The organisation and its first owner in one transaction, with whatever `record` adds to it. */
export async function insertTenant(
  tenant: TenantRow,
  owner: MemberRow,
  record: (tx: Tx) => Promise<void>,
): Promise<void> {
  await inTenant(tenant.id, async (tx) => {
    await tx.tenant.create({ data: tenant, select: { id: true } });
    await insertMember(tx, tenant.id, owner);
    await record(tx);
  });
}

/** Adds somebody unless they already belong to it; answers which. */
export async function insertMemberOnce(
  tenantId: TenantId,
  member: MemberRow,
  record: (tx: Tx) => Promise<void>,
): Promise<{ isNew: boolean }> {
  return await inTenant(tenantId, async (tx) => {
    const { count } = await tx.membership.createMany({
      data: [{ ...member, tenantId }],
      skipDuplicates: true,
    });
    if (count === 1) await record(tx);
    return { isNew: count === 1 };
  });
}

async function insertMember(tx: Tx, tenantId: TenantId, member: MemberRow): Promise<void> {
  await tx.membership.create({ data: { ...member, tenantId }, select: { id: true } });
}

/** This person's own membership of one organisation, by its slug or its id. */
export async function findOwnMembership(
  personId: PersonId,
  tenant: { slug: string } | { id: TenantId },
): Promise<OwnMembership | null> {
  const row = await inPerson(personId, (tx) =>
    tx.membership.findFirst({ where: { personId, tenant, status: "active" }, select: OWN_SELECT }),
  );
  return row && toOwnMembership(row);
}

export async function findOwnMemberships(personId: PersonId): Promise<OwnMembership[]> {
  const rows = await inPerson(personId, (tx) =>
    tx.membership.findMany({
      where: { personId, status: "active" },
      orderBy: [{ tenant: { name: "asc" } }, { tenantId: "asc" }],
      select: OWN_SELECT,
    }),
  );
  return rows.map(toOwnMembership);
}

/** This person's memberships whose copy of their address is another than `email`. */
/** What an organisation keeps a copy of, of its member. */
type MemberCopy = { email: string } | { name: string };

export async function findOutdatedMemberships(
  personId: PersonId,
  copy: MemberCopy,
): Promise<(OwnMembership & { copy: { email: string; name: string } })[]> {
  const rows = await inPerson(personId, (tx) =>
    tx.membership.findMany({
      where: { personId, NOT: copy, status: { not: "removed" } },
      select: { ...OWN_SELECT, email: true, name: true },
    }),
  );
  return rows.map((row) => ({
    ...toOwnMembership(row),
    copy: { email: row.email, name: row.name },
  }));
}

/** Brings one membership's copy up to date, with whatever `record` adds; nothing when it is already. */
export async function updateMemberCopy(
  { tenantId, membershipId, personId }: MemberActor,
  copy: MemberCopy,
  record: (tx: Tx) => Promise<void>,
): Promise<void> {
  await inTenant(tenantId, async (tx) => {
    const { count } = await tx.membership.updateMany({
      where: { tenantId, id: membershipId, personId, NOT: copy },
      data: copy,
    });
    if (count === 1) await record(tx);
  });
}

function toOwnMembership(row: {
  tenantId: string;
  id: string;
  role: Role;
  lastActiveAt: Date | null;
  tenant: {
    slug: string;
    name: string;
    address: string;
    logoHash: string | null;
    status: string;
    deletedAt: Date | null;
  };
}): OwnMembership {
  const { tenantId, id, role, lastActiveAt, tenant } = row;
  const { status, deletedAt, ...named } = tenant;
  const state = deletedAt ? "deleted" : status === "active" ? "active" : "suspended";
  return {
    tenantId: tenantId as TenantId,
    membershipId: id as MembershipId,
    role,
    lastActiveAt,
    ...named,
    state,
  };
}

export async function findAddress(address: string): Promise<TenantId | null> {
  const { rows } = await appSql().query<{ tenant_id: TenantId }>({
    name: "find-tenant-address",
    text: "SELECT tenant_id FROM tenant.find_address($1)",
    values: [address],
  });
  return rows[0]?.tenant_id ?? null;
}

export async function findSampleRow(): Promise<{ id: TenantId; slug: string } | null> {
  const row = await inSystem("find_sample", (tx) =>
    tx.tenant.findFirst({ where: { isSample: true }, select: { id: true, slug: true } }),
  );
  return row && { id: row.id as TenantId, slug: row.slug };
}

export async function findSandboxRow(): Promise<{ id: TenantId; slug: string; isSuspended: boolean } | null> {
  const row = await inSystem("find_sandbox", (tx) =>
    tx.tenant.findFirst({ where: { isSandbox: true }, select: { id: true, slug: true, suspendedAt: true } }),
  );
  return row && { id: row.id as TenantId, slug: row.slug, isSuspended: row.suspendedAt !== null };
}

export async function findAdmins(tx: Tx, tenantId: TenantId): Promise<{ name: string; role: Role }[]> {
  return await tx.membership.findMany({
    where: { tenantId, role: { in: ["owner", "admin"] }, status: "active" },
    orderBy: [{ name: "asc" }, { id: "asc" }],
    take: 20,
    select: { name: true, role: true },
  });
}

export async function findTenant(
  tx: Tx,
  tenantId: TenantId,
): Promise<{ name: string; slug: string; address: string } | null> {
  return await tx.tenant.findFirst({
    where: { id: tenantId },
    select: { name: true, slug: true, address: true },
  });
}
