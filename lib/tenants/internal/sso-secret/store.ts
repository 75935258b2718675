import "#server-only";
import type { TenantId } from "#lib/kernel/ids.ts";
import { inTenant } from "#lib/platform/db/in-tenant.ts";
import { appSql } from "#lib/platform/db/sql.ts";
import type { Tx } from "#lib/platform/db/tx.ts";
import { type SeenRow, toSeenWhere } from "../sso/seen.ts";

type Within = { days: number };

/** Organisations whose company sign-in is on with a secret that ends within so many days, where nobody was told. */
export async function listEndingSecrets({ days }: Within, rowsMax: number): Promise<TenantId[]> {
  const { rows } = await appSql().query<{ tenant_id: TenantId }>({
    name: "list-ending-secrets",
    text: "SELECT tenant_id FROM tenant.list_ending_secrets($1, $2)",
    values: [days, rowsMax],
  });
  return rows.map(({ tenant_id }) => tenant_id);
}

/** One transaction of the job in an organisation. */
export async function inTenantOf(tenantId: TenantId, run: (tx: Tx) => Promise<void>): Promise<void> {
  await inTenant(tenantId, run);
}

/** An organisation, and the day on which the secret of its company sign-in ends. */
export type Ending = { name: string; slug: string; endsOn: Date };

/** Makes the caller the one who tells of it; null where somebody did, or there is nothing to tell any more. */
export async function claimEndingSecret(
  tx: Tx,
  tenantId: TenantId,
  { days }: Within,
): Promise<Ending | null> {
  const [row] = await tx.$queryRaw<Ending[]>`
    UPDATE tenant.sso_connections c SET secret_told_at = now() FROM tenant.tenants t
    WHERE c.tenant_id = ${tenantId}::uuid AND t.id = c.tenant_id AND c.is_active AND c.secret_told_at IS NULL
      AND c.secret_ends_on <= (now() AT TIME ZONE 'UTC')::date + ${days}::integer
    RETURNING t.name, t.slug, c.secret_ends_on AS "endsOn"`;
  return row ?? null;
}

/** The day on which the secret ends, and nobody has been told of it; false where it is not `before` any more. */
export async function saveSecretEnd(
  tx: Tx,
  tenantId: TenantId,
  before: SeenRow,
  secretEndsOn: Date | null,
): Promise<boolean> {
  const where = { tenantId, ...toSeenWhere(before) };
  const data = { secretEndsOn, secretToldAt: null };
  return (await tx.ssoConnection.updateMany({ where, data })).count === 1;
}
