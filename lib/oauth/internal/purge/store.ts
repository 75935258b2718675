import "#server-only";
import { authSql } from "#lib/platform/db/sql.ts";
import { EXPIRED_TOKEN_HOURS, SUCCESSOR_MINUTES, USED_CODE_DAYS } from "../../policy.ts";

/**
 * What may go, by table. Used codes and spent tokens stay for 30 days, so that their later use is known; an expired
 * record stays for an hour, for whoever is in the middle of it.
 */
const EXPIRED = `expires_at < now() - interval '${EXPIRED_TOKEN_HOURS} hours'`;
const PURGEABLE = {
  replay_successors: `created_at < now() - interval '${SUCCESSOR_MINUTES} minutes'`,
  access_tokens: EXPIRED,
  refresh_tokens: EXPIRED,
  spent_tokens: `spent_at < now() - interval '${USED_CODE_DAYS} days'`,
  authorization_codes: `expires_at < now() - interval '${USED_CODE_DAYS} days'`,
  oauth_interactions: EXPIRED,
  oauth_grants: EXPIRED,
  replay_detections: EXPIRED,
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
