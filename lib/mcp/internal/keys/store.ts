import "#server-only";
import type { MembershipId, PersonId, TenantId, UpstreamId } from "#lib/kernel/ids.ts";
import type { Role } from "#lib/kernel/permissions.ts";
import { inTenantSql } from "#lib/platform/db/in-tenant-sql.ts";
import { appSql } from "#lib/platform/db/sql.ts";

/** What an organisation's address makes of a key. `key` is null for one nobody asked Trinity about. */
export type StoredKeyAccess = {
  tenantId: TenantId;
  upstreamId: UpstreamId;
  apiUrl: string;
  fallbackRole: Role | null;
  key: {
    id: string;
    status: "valid" | "invalid";
    ageSeconds: number;
    member: { membershipId: MembershipId; personId: PersonId; role: Role } | null;
  } | null;
};

type Row = {
  tenantId: TenantId;
  upstreamId: UpstreamId;
  apiUrl: string;
  fallbackRole: Role | null;
  keyId: string | null;
  status: "valid" | "invalid";
  age: number;
  membershipId: MembershipId | null;
  personId: PersonId;
  role: Role;
};

/** Null where the address is nobody's, or takes no keys. */
export async function findKeyAccess(address: string, hash: string): Promise<StoredKeyAccess | null> {
  const { rows } = await appSql().query<Row>({
    name: "resolve-presented-key",
    text: `SELECT tenant_id AS "tenantId", upstream_id AS "upstreamId", api_url AS "apiUrl",
             fallback_role AS "fallbackRole", key_id AS "keyId", status, age, membership_id AS "membershipId",
             person_id AS "personId", member_role AS role FROM tenant.resolve_presented_key($1, $2)`,
    values: [address, hash],
  });
  const [row] = rows;
  if (row === undefined) return null;
  const { tenantId, upstreamId, apiUrl, fallbackRole, keyId, status, age, membershipId, personId, role } =
    row;
  const member = membershipId === null ? null : { membershipId, personId, role };
  const key = keyId === null ? null : { id: keyId, status, ageSeconds: age, member };
  return { tenantId, upstreamId, apiUrl, fallbackRole, key };
}

type KeyCheck = {
  tenantId: TenantId;
  upstreamId: UpstreamId;
  hash: string;
  status: "valid" | "invalid";
  kind: string;
  /** The address of the person it belongs to; it finds the member and is not kept. */
  ownerEmail: string | null;
};

type KeyPlace = { tenantId: TenantId; upstreamId: UpstreamId; hash: string };

/**
 * Whether the caller is the one to ask about a key; false while somebody else does, for ten seconds at most, and once
 * somebody has since the caller looked.
 */
export async function claimKeyCheck({ tenantId, upstreamId, hash }: KeyPlace): Promise<boolean> {
  const { rowCount } = await inTenantSql(tenantId, (client) =>
    client.query({
      name: "claim-key-check",
      text: `INSERT INTO tenant.presented_keys AS k
               (tenant_id, id, upstream_id, hash, status, kind, checked_at, asked_at)
             VALUES ($1, gen_random_uuid(), $2, $3, 'invalid', 'unknown', 'epoch', now())
             ON CONFLICT (tenant_id, upstream_id, hash) DO UPDATE SET asked_at = now()
             WHERE (k.asked_at IS NULL OR k.asked_at < now() - interval '10 seconds')
               AND k.checked_at < now() - interval '5 seconds'`,
      values: [tenantId, upstreamId, hash],
    }),
  );
  return rowCount === 1;
}

/** Nothing came of asking: whoever comes next asks. */
export async function releaseKeyCheck({ tenantId, upstreamId, hash }: KeyPlace): Promise<void> {
  await inTenantSql(tenantId, (client) =>
    client.query({
      name: "release-key-check",
      text: `UPDATE tenant.presented_keys SET asked_at = NULL
             WHERE tenant_id = $1 AND upstream_id = $2 AND hash = $3`,
      values: [tenantId, upstreamId, hash],
    }),
  );
}

/** Keeps what Trinity said of a key just now. */
export async function saveKeyCheck(check: KeyCheck): Promise<void> {
  const { tenantId, upstreamId, hash, status, kind, ownerEmail } = check;
  await inTenantSql(tenantId, (client) =>
    client.query({
      name: "save-key-check",
      text: `INSERT INTO tenant.presented_keys
               (tenant_id, id, upstream_id, hash, status, kind, membership_id, checked_at)
             VALUES ($1, gen_random_uuid(), $2, $3, $4, $5,
               (SELECT m.id FROM tenant.memberships m WHERE m.tenant_id = $1 AND lower(m.email) = lower($6)
                ORDER BY m.status, m.created_at, m.id LIMIT 1), now())
             ON CONFLICT (tenant_id, upstream_id, hash) DO UPDATE SET status = excluded.status, kind = excluded.kind,
               membership_id = excluded.membership_id, checked_at = excluded.checked_at, asked_at = NULL`,
      values: [tenantId, upstreamId, hash, status, kind, ownerEmail],
    }),
  );
}

/** Has a key asked about again before its time, at most every half minute. */
export async function expireKeyCheck(tenantId: TenantId, id: string): Promise<void> {
  await inTenantSql(tenantId, (client) =>
    client.query({
      name: "expire-key-check",
      text: `UPDATE tenant.presented_keys SET checked_at = now() - interval '1 hour'
             WHERE tenant_id = $1 AND id = $2 AND status = 'valid' AND checked_at < now() - interval '30 seconds'`,
      values: [tenantId, id],
    }),
  );
}

/** Forgets refused keys after a quarter of an hour and others unused for 90 days. */
export async function deleteOldKeys(): Promise<void> {
  await appSql().query("SELECT tenant.purge_presented_keys()");
}
