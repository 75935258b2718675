import "#server-only";
import { authSql } from "#lib/platform/db/sql.ts";
import { withClient } from "#lib/platform/db/with-client.ts";

/** Runs `run` unless another instance is at the same job; then false. */
export async function inTurnOfJob(name: string, run: () => Promise<void>): Promise<boolean> {
  return await withClient(authSql(), async (client) => {
    const { rows } = await client.query<{ taken: boolean }>(
      "SELECT pg_try_advisory_lock(hashtextextended('job:' || $1, 0)) AS taken",
      [name],
    );
    if (rows[0]?.taken !== true) return false;
    try {
      await run();
    } finally {
      await client.query("SELECT pg_advisory_unlock(hashtextextended('job:' || $1, 0))", [name]);
    }
    return true;
  });
}
