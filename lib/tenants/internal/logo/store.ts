import "#server-only";
import type { PersonId, TenantId } from "#lib/kernel/ids.ts";
import { inPerson } from "#lib/platform/db/in-person.ts";
import type { Tx } from "#lib/platform/db/tx.ts";

type Logo = { hash: string; image: Uint8Array<ArrayBuffer> };

/** Puts this picture in the place of the former one; answers the former one's hash. */
export async function saveLogo(tx: Tx, tenantId: TenantId, logo: Logo): Promise<string | null> {
  const before = await lockHash(tx, tenantId);
  await tx.tenant.updateMany({ where: { id: tenantId }, data: { logoHash: logo.hash } });
  await tx.tenantLogo.deleteMany({ where: { tenantId } });
  await tx.tenantLogo.createMany({ data: [{ tenantId, ...logo }] });
  return before;
}

/** False when that is not the logo, or not any more. */
export async function deleteLogo(tx: Tx, tenantId: TenantId, hash: string): Promise<boolean> {
  const { count } = await tx.tenant.updateMany({
    where: { id: tenantId, logoHash: hash },
    data: { logoHash: null },
  });
  await tx.tenantLogo.deleteMany({ where: { tenantId, hash } });
  return count === 1;
}

/** Of two who send a logo at once the second waits here, so that its audit row names the first's. */
async function lockHash(tx: Tx, tenantId: TenantId): Promise<string | null> {
  const rows = await tx.$queryRaw<{ logo_hash: string | null }[]>`
    SELECT logo_hash FROM tenant.tenants WHERE id = ${tenantId}::uuid FOR UPDATE`;
  return rows[0]?.logo_hash ?? null;
}

/** In one query: whether there is that logo, and whether this person belongs to its organisation. */
export async function findImage(
  personId: PersonId,
  { slug, hash }: { slug: string; hash: string },
): Promise<Uint8Array<ArrayBuffer> | null> {
  const row = await inPerson(personId, (tx) =>
    tx.tenantLogo.findFirst({
      where: { hash, tenant: { slug, memberships: { some: { personId, status: "active" } } } },
      select: { image: true },
    }),
  );
  return row?.image ?? null;
}
