import "#server-only";
import type { GrantId, TenantId } from "#lib/kernel/ids.ts";
import { inTenant } from "#lib/platform/db/in-tenant.ts";
import { appSql } from "#lib/platform/db/sql.ts";
import type { Tx } from "#lib/platform/db/tx.ts";
import type { EndedReason } from "../../schema.ts";

type NewEndLink = { id: string; grantId: GrantId; hash: string; groups: string[]; network: string | null };

export type EndLinkRow = {
  grantId: GrantId;
  groups: string[];
  network: string | null;
  createdAt: Date;
  grant: {
    clientName: string;
    redirectHost: string;
    expiresAt: Date;
    endedAt: Date | null;
    endedReason: EndedReason | null;
    tenant: { name: string };
  };
};

export async function insertEndLink(tx: Tx, tenantId: TenantId, link: NewEndLink): Promise<void> {
  await tx.endLink.create({ data: { tenantId, ...link }, select: { id: true } });
}

/** Whose link that hash is of; null for none, and for one whose connection has expired. */
export async function findEndLinkPlace(hash: string): Promise<{ tenantId: TenantId; id: string } | null> {
  const { rows } = await appSql().query<{ tenantId: TenantId; id: string }>({
    name: "find-end-link",
    text: `SELECT tenant_id AS "tenantId", id FROM tenant.find_end_link($1)`,
    values: [hash],
  });
  return rows[0] ?? null;
}

/** As the page of the link shows it. */
export async function readEndLink(tenantId: TenantId, id: string): Promise<EndLinkRow | null> {
  return await inTenant(tenantId, (tx) => findEndLink(tx, tenantId, id));
}

type Write = (tx: Tx, link: EndLinkRow) => Promise<void>;

/** Looks the link up and lets `write` do the rest in the same transaction; false where there is none any more. */
export async function withEndLink(tenantId: TenantId, id: string, write: Write): Promise<boolean> {
  return await inTenant(tenantId, async (tx) => {
    const link = await findEndLink(tx, tenantId, id);
    if (link !== null) await write(tx, link);
    return link !== null;
  });
}

async function findEndLink(tx: Tx, tenantId: TenantId, id: string): Promise<EndLinkRow | null> {
  const tenant = { select: { name: true } } as const;
  const grant = { clientName: true, redirectHost: true, expiresAt: true, endedAt: true, endedReason: true };
  return (await tx.endLink.findFirst({
    where: { tenantId, id },
    select: {
      grantId: true,
      groups: true,
      network: true,
      createdAt: true,
      grant: { select: { ...grant, tenant } },
    },
  })) as EndLinkRow | null;
}
