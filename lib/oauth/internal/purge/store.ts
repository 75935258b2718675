import "#server-only";
import { authSql } from "#lib/platform/db/sql.ts";

/**
 * What may go, by table. Used codes and spent tokens stay for 30 days, so that their later use is known; an expired
 * record stays for an hour, for whoever is in the middle of it.
 */
const PURGEABLE = {
  replay_successors: "created_at < now() - interval '3 minutes'",
  access_tokens: "expires_at < now() - interval '1 hour'",
  refresh_tokens: "expires_at < now() - interval '1 hour'",
  spent_tokens: "spent_at < now() - interval '30 days'",
  authorization_codes: "expires_at < now() - interval '30 days'",
  oauth_interactions: "expires_at < now() - interval '1 hour'",
  oauth_grants: "expires_at < now() - interval '1 hour'",
  replay_detections: "expires_at < now() - interval '1 hour'",
} as const;
export type Purgeable = keyof typeof PURGEABLE;
export const PURGEABLE_TABLES = Object.keys(PURGEABLE) as Purgeable[];

/** Deletes at most that many rows of a table whose time is over, passing over rows in use. Returns how many. */
export async function deleteBatch(table: Purgeable, rowsMax: number): Promise<number> {
  const { rowCount } = await authSql().query({
    name: `oauth-purge-${table}`,
    text: `DELETE FROM auth.${table} WHERE ctid = ANY (ARRAY(
             SELECT ctid FROM auth.${table} WHERE ${PURGEABLE[table]} LIMIT $1 FOR UPDATE SKIP LOCKED))`,
    values: [rowsMax],
  });
  return rowCount ?? 0;
}
