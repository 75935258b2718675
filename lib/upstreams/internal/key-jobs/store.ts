import "#server-only";
import type { PersonId, TenantId, UpstreamId, UpstreamKeyId } from "#lib/kernel/ids.ts";
import { inTenant } from "#lib/platform/db/in-tenant.ts";
import { appSql } from "#lib/platform/db/sql.ts";
import type { UpstreamTransport } from "../../open-session.ts";

export type KeyPlace = { tenantId: TenantId; upstreamId: UpstreamId; id: UpstreamKeyId };
export type KeyToLookAt = KeyPlace & { isSettling: boolean };

/** Keys that were refused in a call, or that stand in for one longer than asked, of all organisations. */
export async function findKeysToLookAt(keysMax: number): Promise<KeyToLookAt[]> {
  const { rows } = await appSql().query<KeyToLookAt>({
    name: "list-keys-to-look-at",
    text: `SELECT tenant_id AS "tenantId", upstream_id AS "upstreamId", id, is_settling AS "isSettling"
           FROM tenant.list_keys_to_look_at($1)`,
    values: [keysMax],
  });
  return rows;
}

export type DoubtedKey = {
  version: number;
  ownerId: PersonId | null;
  url: string;
  apiUrl: string | null;
  keyHeader: string;
  transport: UpstreamTransport;
  upstreamName: string;
};

export async function findDoubtedKey({ tenantId, upstreamId, id }: KeyPlace): Promise<DoubtedKey | null> {
  return await inTenant(tenantId, async (tx) => {
    const found = await tx.upstreamKey.findFirst({
      where: { tenantId, id, upstreamId, doubtedAt: { not: null } },
      select: {
        version: true,
        ownerId: true,
        upstream: { select: { url: true, apiUrl: true, keyHeader: true, transport: true, name: true } },
      },
    });
    if (found === null) return null;
    const { upstream, version, ownerId } = found;
    const { name: upstreamName, transport, ...place } = upstream;
    const owner = ownerId as PersonId | null;
    return { ...place, transport: transport as UpstreamTransport, version, ownerId: owner, upstreamName };
  });
}
