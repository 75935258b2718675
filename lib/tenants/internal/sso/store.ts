import "#server-only";
import type { PersonId, TenantId } from "#lib/kernel/ids.ts";
import { isUniqueViolation } from "#lib/platform/db/database-errors.ts";
import { inTenant } from "#lib/platform/db/in-tenant.ts";
import { appSql } from "#lib/platform/db/sql.ts";
import type { Tx } from "#lib/platform/db/tx.ts";
import type { SignInWay, TestedClaims } from "../../schema.ts";
import { reopenWays } from "../settings/store.ts";
import { toSeenWhere } from "./seen.ts";

export type DomainRow = { id: string; domain: string; token: string; provenAt: Date | null };
export type ConnectionRow = {
  id: string;
  issuer: string;
  clientId: string;
  secretSealed: Uint8Array;
  version: number;
  isActive: boolean;
  isRequired: boolean;
  testedVersion: number | null;
  testedBy: string | null;
  testedAt: Date | null;
  testedClaims: unknown;
  savedAt: Date;
  secretEndsOn: Date | null;
};
export type CompanySignIn = { tenantId: TenantId; connectionId: string; isRequired: boolean };

const DOMAIN = { id: true, domain: true, token: true, provenAt: true } as const;
const CONNECTION = {
  id: true,
  issuer: true,
  clientId: true,
  secretSealed: true,
  version: true,
  isActive: true,
  isRequired: true,
  testedVersion: true,
  testedBy: true,
  testedAt: true,
  testedClaims: true,
  savedAt: true,
  secretEndsOn: true,
} as const;

/** The organisation that proved this mail domain and has its own sign-in switched on. */
export async function findCompany(domain: string): Promise<CompanySignIn | null> {
  const { rows } = await appSql().query<{
    tenant_id: TenantId;
    connection_id: string;
    is_required: boolean;
  }>({
    name: "find-company-sign-in",
    text: "SELECT tenant_id, connection_id, is_required FROM tenant.find_company_sign_in($1)",
    values: [domain],
  });
  const [row] = rows;
  return row
    ? { tenantId: row.tenant_id, connectionId: row.connection_id, isRequired: row.is_required }
    : null;
}

/** What the organisation that proved this mail domain allows; null where none did. */
export async function findWaysOfDomain(domain: string): Promise<SignInWay[] | null> {
  const { rows } = await appSql().query<{ ways: SignInWay[] }>({
    name: "find-domain-ways",
    text: "SELECT ways FROM tenant.find_domain_ways($1)",
    values: [domain],
  });
  return rows[0]?.ways ?? null;
}

export async function findDomains(tx: Tx, tenantId: TenantId): Promise<DomainRow[]> {
  return await tx.verifiedDomain.findMany({
    where: { tenantId },
    orderBy: { domain: "asc" },
    take: 200,
    select: DOMAIN,
  });
}

export async function findDomain(tx: Tx, tenantId: TenantId, id: string): Promise<DomainRow | null> {
  return await tx.verifiedDomain.findFirst({ where: { tenantId, id }, select: DOMAIN });
}

/** Claims a domain; claiming it again answers the claim there is. */
export async function insertDomain(
  tx: Tx,
  tenantId: TenantId,
  row: { id: string; domain: string; token: string },
): Promise<DomainRow> {
  await tx.verifiedDomain.createMany({ data: [{ tenantId, ...row }], skipDuplicates: true });
  return await tx.verifiedDomain.findUniqueOrThrow({
    where: { tenantId_domain: { tenantId, domain: row.domain } },
    select: DOMAIN,
  });
}

/** "taken" when another organisation proved the same domain first. */
export async function markProven(
  tx: Tx,
  tenantId: TenantId,
  { id, now }: { id: string; now: Date },
): Promise<"done" | "taken" | "gone"> {
  try {
    const where = { tenantId, id };
    const { count } = await tx.verifiedDomain.updateMany({ where, data: { provenAt: now } });
    return count === 1 ? "done" : "gone";
  } catch (error) {
    if (isUniqueViolation(error)) return "taken";
    throw error;
  }
}

export async function deleteDomain(tx: Tx, tenantId: TenantId, id: string): Promise<boolean> {
  return (await tx.verifiedDomain.deleteMany({ where: { tenantId, id } })).count === 1;
}

export async function findConnection(tx: Tx, tenantId: TenantId): Promise<ConnectionRow | null> {
  return await tx.ssoConnection.findFirst({ where: { tenantId }, select: CONNECTION });
}

/** The connection and the domains it may speak for, outside of any verb: nobody is signed in yet. */
export async function findConnectionWithDomains(
  tenantId: TenantId,
): Promise<{ connection: ConnectionRow; domains: string[] } | null> {
  return await inTenant(tenantId, async (tx) => {
    const tenant = await tx.tenant.findFirst({ where: { id: tenantId }, select: { status: true } });
    const connection = await findConnection(tx, tenantId);
    if (tenant?.status !== "active" || !connection) return null;
    const domains = (await findDomains(tx, tenantId)).filter(({ provenAt }) => provenAt !== null);
    return { connection, domains: domains.map(({ domain }) => domain) };
  });
}

type Saved = {
  id: string;
  issuer: string;
  clientId: string;
  secretSealed: Uint8Array<ArrayBuffer>;
  version: number;
  secretEndsOn: Date | null;
};

/** Writes the organisation's one connection, off and untested; false when it is not `before` any more. */
export async function saveConnection(
  tx: Tx,
  tenantId: TenantId,
  before: ConnectionRow | null,
  { id, version, ...data }: Saved,
): Promise<boolean> {
  await reopenWays(tx, tenantId);
  const off = { isActive: false, isRequired: false };
  const fresh = { ...data, ...off, version, savedAt: new Date(), secretToldAt: null };
  if (before === null) {
    const rows = [{ tenantId, id, ...fresh }];
    return (await tx.ssoConnection.createMany({ data: rows, skipDuplicates: true })).count === 1;
  }
  const where = { tenantId, id, ...toSeenWhere(before) };
  return (await tx.ssoConnection.updateMany({ where, data: fresh })).count === 1;
}

/** False when it is not `before` any more. */
export async function switchConnection(
  tx: Tx,
  tenantId: TenantId,
  before: ConnectionRow,
  data: { isActive: boolean; isRequired: boolean },
): Promise<boolean> {
  if (!data.isActive) await reopenWays(tx, tenantId);
  const where = { tenantId, ...toSeenWhere(before) };
  return (await tx.ssoConnection.updateMany({ where, data })).count === 1;
}

export async function markTested(
  tx: Tx,
  tenantId: TenantId,
  { version, by, now, claims }: { version: number; by: PersonId; now: Date; claims: TestedClaims | null },
): Promise<boolean> {
  const { count } = await tx.ssoConnection.updateMany({
    where: { tenantId, version },
    data: {
      testedVersion: version,
      testedBy: by,
      testedAt: now,
      ...(claims && { testedClaims: claims }),
    },
  });
  return count === 1;
}

/** Whether that person owns the organisation at this moment. */
export async function isOwner(tx: Tx, tenantId: TenantId, personId: string): Promise<boolean> {
  return (
    (await tx.membership.count({ where: { tenantId, personId, role: "owner", status: "active" } })) === 1
  );
}
