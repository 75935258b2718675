import "#server-only";
import type pg from "pg";
import { isOutage } from "#lib/kernel/outage.ts";

/**
 * Runs on one connection of the pool, which goes back to it or, when it broke meanwhile, away. While it is out of the
 * pool nobody else listens to it, and an unheard error (a database restart) would be the process's.
 */
export async function withClient<Result>(
  pool: pg.Pool,
  run: (client: pg.PoolClient) => Promise<Result>,
): Promise<Result> {
  const client = await pool.connect();
  let broken: Error | undefined;
  const note = (reason: unknown) => {
    broken = reason instanceof Error ? reason : new Error("a database connection broke");
  };
  client.on("error", note);
  try {
    return await run(client);
  } catch (error) {
    if (isOutage(error)) note(error);
    else await client.query("ROLLBACK").catch(note);
    throw error;
  } finally {
    client.off("error", note);
    client.release(broken);
  }
}
