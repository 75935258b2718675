import "#server-only";
import { appSql, authSql } from "#lib/platform/db/sql.ts";
import { once } from "#lib/platform/registry/once.ts";

const FRESH_MS = 1000;
const PROBE_SQL = `INSERT INTO "auth"."rate_buckets" (key, points) VALUES ('probe', 1)
  ON CONFLICT (key) DO UPDATE SET points = 1 RETURNING points`;

type Probed = { at: number; result: Promise<void> };

/** Reads with the tenant login, writes and reads with the sign-in store's; at most once a second however many ask. */
export function probeDatabase(): Promise<void> {
  const last = once<{ probed: Probed | undefined }>("server.probe", () => ({ probed: undefined }));
  if (last.probed && Date.now() - last.probed.at < FRESH_MS) return last.probed.result;
  const result = Promise.all([appSql().query("SELECT 1"), authSql().query(PROBE_SQL)]).then(() => undefined);
  last.probed = { at: Date.now(), result };
  return result;
}
