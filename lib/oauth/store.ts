import "#server-only";
import type { Payload } from "oidc-provider";
import type { Effect } from "#lib/kernel/effects.ts";
import { isUuid } from "#lib/kernel/ids.ts";
import { appSql } from "#lib/platform/db/sql.ts";
import { executor } from "./internal/tokens/store.ts";
import type { RequestStep } from "./policy.ts";

/** The provider's models and their tables: the closed list. Whatever else it wants to store is a fault. */
const TABLES = {
  Client: "oauth_clients",
  Interaction: "oauth_interactions",
  Grant: "oauth_grants",
  AuthorizationCode: "authorization_codes",
  AccessToken: "access_tokens",
  RefreshToken: "refresh_tokens",
  ReplayDetection: "replay_detections",
} as const;
export type Model = keyof typeof TABLES;
export type StoredRecord = {
  payload: Payload;
  /** By the database's clock; null while unused. */
  consumedSecondsAgo: number | null;
  isExpired: boolean;
};

export function isModel(name: string): name is Model {
  return Object.hasOwn(TABLES, name);
}

export async function findRecord(model: Model, id: string): Promise<StoredRecord | null> {
  const { rows } = await executor().query({
    name: `oauth-find-${model}`,
    text: `SELECT payload, extract(epoch FROM now() - consumed_at)::float8 AS consumed_seconds_ago,
                  coalesce(expires_at <= now(), false) AS is_expired
           FROM auth.${TABLES[model]} WHERE id = $1`,
    values: [id],
  });
  const row = rows[0];
  if (row === undefined) return null;
  return {
    payload: row.payload as Payload,
    consumedSecondsAgo: row.consumed_seconds_ago as number | null,
    isExpired: row.is_expired as boolean,
  };
}

export async function upsertRecord(
  model: Model,
  id: string,
  { payload, ttlSeconds }: { payload: Payload; ttlSeconds: number | undefined },
): Promise<void> {
  await executor().query({
    name: `oauth-upsert-${model}`,
    text: `INSERT INTO auth.${TABLES[model]} (id, payload, grant_id, expires_at)
           VALUES ($1, $2, $3, now() + make_interval(secs => $4))
           ON CONFLICT (id) DO UPDATE
           SET payload = excluded.payload, grant_id = excluded.grant_id, expires_at = excluded.expires_at`,
    values: toValues(id, payload, ttlSeconds),
  });
}

/** False when that id was already there. */
export async function insertRecord(
  model: Model,
  id: string,
  { payload, ttlSeconds }: { payload: Payload; ttlSeconds: number | undefined },
): Promise<boolean> {
  const { rowCount } = await executor().query({
    name: `oauth-insert-${model}`,
    text: `INSERT INTO auth.${TABLES[model]} (id, payload, grant_id, expires_at)
           VALUES ($1, $2, $3, now() + make_interval(secs => $4)) ON CONFLICT (id) DO NOTHING`,
    values: toValues(id, payload, ttlSeconds),
  });
  return rowCount === 1;
}

function toValues(id: string, payload: Payload, ttlSeconds: number | undefined): unknown[] {
  const grantId = typeof payload.grantId === "string" ? payload.grantId : null;
  return [id, JSON.stringify(payload), grantId, ttlSeconds ?? null];
}

/** Uses up a single-use record. False when somebody else did, which the row's lock decides. */
export async function consumeRecord(model: Model, id: string): Promise<boolean> {
  const { rowCount } = await executor().query({
    name: `oauth-consume-${model}`,
    text: `UPDATE auth.${TABLES[model]} SET consumed_at = now() WHERE id = $1 AND consumed_at IS NULL`,
    values: [id],
  });
  return rowCount === 1;
}

/**
 * Has a request end so many seconds from now: one that waits for its answer, or one that was allowed, whose grant then
 * waits for its app as well. False, and nothing changed, when it is at another step, is over, went on to its app, or ends
 * at another time than `before` says: the row's lock decides between this, an answer, going on and another extension.
 */
export async function extendInteraction(
  id: string,
  { step, before, exp, ttlSeconds }: { step: RequestStep; before: number; exp: number; ttlSeconds: number },
): Promise<boolean> {
  const { rowCount } = await executor().query({
    name: "oauth-extend-interaction",
    text: `WITH extended AS (
             UPDATE auth.${TABLES.Interaction}
             SET payload = jsonb_set(payload, '{exp}', to_jsonb($2::bigint)),
                 expires_at = now() + make_interval(secs => $3)
             WHERE id = $1 AND expires_at > now() AND (payload->>'exp')::bigint = $4
               AND CASE WHEN $5 THEN payload->'result'->'consent' IS NOT NULL
                        ELSE consumed_at IS NULL AND payload->'result' IS NULL END
             RETURNING payload->'result'->'consent'->>'grantId' AS grant_id)
           SELECT tenant.keep_grant(grant_id::uuid) FROM extended`,
    values: [id, exp, ttlSeconds, before, step === "allowed"],
  });
  return rowCount === 1;
}

/** False when it was already gone. */
export async function deleteRecord(model: Model, id: string): Promise<boolean> {
  const { rowCount } = await executor().query({
    name: `oauth-delete-${model}`,
    text: `DELETE FROM auth.${TABLES[model]} WHERE id = $1`,
    values: [id],
  });
  return rowCount === 1;
}

/** Marks the tenant's grant as connected: the app has its first token. */
export async function connectGrant(grantId: string): Promise<void> {
  if (!isUuid(grantId)) return;
  await executor().query({
    name: "oauth-connect-grant",
    text: "SELECT tenant.connect_grant($1)",
    values: [grantId],
  });
}

/** Whether an active organisation has this address. */
export async function isKnownAddress(address: string): Promise<boolean> {
  const { rowCount } = await executor().query({
    name: "oauth-find-address",
    text: "SELECT tenant_id FROM tenant.find_address($1)",
    values: [address],
  });
  return rowCount === 1;
}

export type ResolvedToken = {
  grantId: string;
  personId: string;
  clientId: string;
  resource: string;
  groups: string[];
  tenantId: string;
  tenantAddress: string;
  membershipId: string;
  role: string;
  /** The most the organisation lets this app do; null without a decision about it. */
  effectMax: Effect | null;
  /** Until the token or its grant ends, by the database's clock. */
  secondsLeft: number;
};

/** What a token's hash stands for now: one prepared statement as the tenant-data login. */
export async function resolveAccessToken(tokenHash: string): Promise<ResolvedToken | null> {
  const { rows } = await appSql().query<ResolvedToken>({
    name: "resolve-access-token",
    text: `SELECT grant_id AS "grantId", person_id AS "personId", client_id AS "clientId", resource, groups,
                  tenant_id AS "tenantId", tenant_address AS "tenantAddress", membership_id AS "membershipId", role,
                  seconds_left AS "secondsLeft", effect_max AS "effectMax"
           FROM tenant.resolve_access_token($1)`,
    values: [tokenHash],
  });
  return rows[0] ?? null;
}
