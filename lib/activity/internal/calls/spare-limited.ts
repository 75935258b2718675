import "#server-only";
import { once } from "#lib/platform/registry/once.ts";

type Counts = { minute: number; rows: Map<string, number> };

const ROWS_PER_MINUTE = 60;
const MINUTE_MS = 60_000;

/**
 * Whether a call that was over its limit gets a row: so many a minute of each connection do. An app that ignores its
 * limit can ask faster than anybody reads; the rest are counted with the calls the ledger does not have.
 */
export function mayRecordLimited(connectionId: string): boolean {
  const counts = once<Counts>("activity.limited-calls", () => ({ minute: 0, rows: new Map() }));
  const minute = Math.floor(performance.now() / MINUTE_MS);
  if (minute !== counts.minute) {
    counts.minute = minute;
    counts.rows.clear();
  }
  const rows = (counts.rows.get(connectionId) ?? 0) + 1;
  counts.rows.set(connectionId, rows);
  return rows <= ROWS_PER_MINUTE;
}
