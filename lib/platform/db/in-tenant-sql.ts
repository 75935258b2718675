import "#server-only";
import type pg from "pg";
import type { TenantId } from "../../kernel/ids.ts";
import { appSql } from "./sql.ts";

/** `inTenant` for prepared statements: what the gateway uses on every call. */
export async function inTenantSql<Result>(
  tenantId: TenantId,
  run: (client: pg.PoolClient) => Promise<Result>,
): Promise<Result> {
  const client = await appSql().connect();
  let broken: Error | undefined;
  const note = (reason: Error) => {
    broken = reason;
  };
  // While it is out of the pool nobody else listens, and an unheard error (a database restart) ends the process.
  client.on("error", note);
  try {
    await client.query("BEGIN");
    await client.query({
      name: "set-tenant",
      text: "SELECT set_config('app.tenant_id', $1, true)",
      values: [tenantId],
    });
    const result = await run(client);
    await client.query("COMMIT");
    return result;
  } catch (error) {
    await client.query("ROLLBACK").catch(note);
    throw error;
  } finally {
    client.off("error", note);
    client.release(broken);
  }
}
