import { expect, vi } from "vitest";
import { authSql } from "#lib/platform/db/sql.ts";

type Change = { text: string; values: readonly unknown[] };

/**
 * Acts while another transaction of the sign-in login has made a change, and commits that once the act waits for its row
 * by a query with `waiting` in it: what the act came to.
 */
export async function actWhileChanged<Result>(
  { text, values }: Change,
  waiting: string,
  act: () => Promise<Result>,
): Promise<Result> {
  const other = await authSql().connect();
  try {
    await other.query("BEGIN");
    await other.query(text, [...values]);
    const acted = act();
    await vi.waitFor(async () => {
      const { rowCount } = await authSql().query(
        `SELECT 1 FROM pg_stat_activity
         WHERE datname = current_database() AND wait_event_type = 'Lock' AND position($1 in query) > 0`,
        [waiting],
      );
      expect(rowCount).toBe(1);
    }, 30_000);
    await other.query("COMMIT");
    return await acted;
  } finally {
    other.release();
  }
}
