import "#server-only";
import pg from "pg";

/**
 * Removes the sample organisations with everything that belongs to them, each as its own tenant and in one
 * transaction. Returns how many there were.
 */
export async function removeSample(appUrl: string): Promise<number> {
  const client = new pg.Client({ connectionString: appUrl });
  await client.connect();
  try {
    await client.query("BEGIN");
    await client.query("SELECT set_config('app.system_job', 'find_sample', true)");
    const { rows } = await client.query<{ id: string }>('SELECT id FROM "tenant"."tenants" WHERE is_sample');
    for (const { id } of rows) {
      await client.query("SELECT set_config('app.tenant_id', $1, true)", [id]);
      await client.query('DELETE FROM "tenant"."tenants" WHERE id = $1 AND is_sample', [id]);
    }
    await client.query("COMMIT");
    return rows.length;
  } finally {
    await client.end();
  }
}
