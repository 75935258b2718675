import "#server-only";
import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";
import { StartRefused } from "../refuse-start.ts";

const LOCK_KEY = 7_246_841;
const WAIT_MS_MAX = 3000;

export type HeldLock = { release: () => Promise<void> };

/**
 * Holds the cluster for this process: a session lock, so it goes with the process however that ends.
 * `onLost` is called when the session ends without `release`, that is when Postgres died.
 */
export async function holdLock(url: string, onLost: () => void): Promise<HeldLock> {
  const client = new pg.Client({ connectionString: url, keepAlive: true, application_name: "supervisor" });
  let isReleased = false;
  client.on("error", () => {});
  await client.connect();
  const until = Date.now() + WAIT_MS_MAX;
  for (;;) {
    const { rows } = await client.query(`SELECT pg_try_advisory_lock(${LOCK_KEY}) AS held`);
    if ((rows[0] as { held: boolean }).held) break;
    if (Date.now() > until) {
      await client.end();
      throw new StartRefused(
        "Another Trinity Connect server is using this DATA_DIR; stop it first or set DATA_DIR to another directory.",
      );
    }
    await pause(50);
  }
  client.once("end", () => {
    if (!isReleased) onLost();
  });
  return {
    release: async () => {
      isReleased = true;
      await client.end().catch(() => {});
    },
  };
}
