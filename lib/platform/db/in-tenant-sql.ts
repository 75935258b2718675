import "#server-only";
import type pg from "pg";
import type { TenantId } from "../../kernel/ids.ts";
import { appSql } from "./sql.ts";
import { withClient } from "./with-client.ts";

/** `inTenant` for prepared statements: what the gateway uses on every call. */
export async function inTenantSql<Result>(
  tenantId: TenantId,
  run: (client: pg.PoolClient) => Promise<Result>,
): Promise<Result> {
  return await withClient(appSql(), async (client) => {
    await client.query("BEGIN");
    await client.query({
      name: "set-tenant",
      text: "SELECT set_config('app.tenant_id', $1, true)",
      values: [tenantId],
    });
    const result = await run(client);
    await client.query("COMMIT");
    return result;
  });
}
