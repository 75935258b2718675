import "#server-only";
import type { TenantId } from "#lib/kernel/ids.ts";
import { inTenant } from "#lib/platform/db/in-tenant.ts";
import type { Tx } from "#lib/platform/db/tx.ts";
import { SIGN_IN_WAYS, type SignInWay } from "../../schema.ts";
import type { ConsentDefault } from "../../terms.ts";

export type { Tx } from "#lib/platform/db/tx.ts";

export type SettingsRow = {
  version: number;
  connectionDaysMax: number;
  idleDaysMax: number;
  accessTokenMinutes: number;
  consentDefault: ConsentDefault;
  signInWays: SignInWay[];
  waysVersion: number;
};
export type TenantFacts = {
  name: string;
  slug: string;
  address: string;
  logoHash: string | null;
  version: number;
  pausedAt: Date | null;
  pausedBy: string | null;
};

const SETTINGS = {
  version: true,
  connectionDaysMax: true,
  idleDaysMax: true,
  accessTokenMinutes: true,
  consentDefault: true,
  signInWays: true,
  waysVersion: true,
} as const;

/** What holds where an organisation chose nothing; the columns have the same. */
const DEFAULTS: SettingsRow = {
  version: 1,
  connectionDaysMax: 180,
  idleDaysMax: 30,
  accessTokenMinutes: 60,
  consentDefault: "suggested",
  signInWays: ["code", "google", "company"],
  waysVersion: 1,
};

export async function findSettings(tx: Tx, tenantId: TenantId): Promise<SettingsRow> {
  const row = await tx.tenantSettings.findFirst({ where: { tenantId }, select: SETTINGS });
  return (row as SettingsRow | null) ?? DEFAULTS;
}

/** False when somebody saved that form since `version`. */
export async function saveConnectionSettings(
  tx: Tx,
  tenantId: TenantId,
  { version, ...data }: Omit<SettingsRow, "signInWays" | "waysVersion">,
): Promise<boolean> {
  await ensureRow(tx, tenantId);
  const { count } = await tx.tenantSettings.updateMany({
    where: { tenantId, version },
    data: { ...data, version: { increment: 1 } },
  });
  return count === 1;
}

/** False when somebody saved that form since `version`. */
export async function saveWays(
  tx: Tx,
  tenantId: TenantId,
  { version, ways }: { version: number; ways: SignInWay[] },
): Promise<boolean> {
  await ensureRow(tx, tenantId);
  const { count } = await tx.tenantSettings.updateMany({
    where: { tenantId, waysVersion: version },
    data: { signInWays: ways, waysVersion: { increment: 1 } },
  });
  return count === 1;
}

async function ensureRow(tx: Tx, tenantId: TenantId): Promise<void> {
  await tx.tenantSettings.createMany({ data: [{ tenantId }], skipDuplicates: true });
}

export async function findFacts(tx: Tx, tenantId: TenantId): Promise<TenantFacts | null> {
  return await tx.tenant.findFirst({
    where: { id: tenantId },
    select: {
      name: true,
      slug: true,
      address: true,
      logoHash: true,
      version: true,
      pausedAt: true,
      pausedBy: true,
    },
  });
}

/** False when somebody saved that form since `version`. A slug that is or was another's throws a unique violation. */
export async function saveTenant(
  tx: Tx,
  tenantId: TenantId,
  { version, name, slug }: { version: number; name: string; slug: string },
): Promise<boolean> {
  const { count } = await tx.tenant.updateMany({
    where: { id: tenantId, version },
    data: { name, slug, version: { increment: 1 } },
  });
  return count === 1;
}

/** The name of a member, or null for somebody who has left. */
export async function findMemberName(
  tx: Tx,
  tenantId: TenantId,
  personId: string | null,
): Promise<string | null> {
  if (personId === null) return null;
  const row = await tx.membership.findFirst({ where: { tenantId, personId }, select: { name: true } });
  return row?.name ?? null;
}

/** How people may sign in who enter, and the company sign-in that is switched on. */
export async function findEntrance(
  tenantId: TenantId,
): Promise<{ ways: SignInWay[]; connectionId: string | null }> {
  return await inTenant(tenantId, async (tx) => {
    const { signInWays: ways } = await findSettings(tx, tenantId);
    return { ways, connectionId: await findActiveConnectionId(tx, tenantId) };
  });
}

/** The company sign-in that is switched on. */
export async function findActiveConnectionId(tx: Tx, tenantId: TenantId): Promise<string | null> {
  const row = await tx.ssoConnection.findFirst({ where: { tenantId, isActive: true }, select: { id: true } });
  return row?.id ?? null;
}

/** Company sign-in is off: where it was the only way, all others are open again, or nobody could enter. */
export async function reopenWays(tx: Tx, tenantId: TenantId): Promise<void> {
  await tx.tenantSettings.updateMany({
    where: { tenantId, signInWays: { equals: ["company"] } },
    data: { signInWays: [...SIGN_IN_WAYS], waysVersion: { increment: 1 } },
  });
}
