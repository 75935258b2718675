import "#server-only";
import pg from "pg";

/** Removes the sample organisations with everything that belongs to them. Returns how many there were. */
export async function removeSample(appUrl: string): Promise<number> {
  const client = new pg.Client({ connectionString: appUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ count: string }>('SELECT "tenant"."remove_sample"() AS count');
    return Number(rows[0]?.count ?? 0);
  } finally {
    await client.end();
  }
}
