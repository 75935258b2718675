import "#server-only";
import type { Payload } from "oidc-provider";
import type pg from "pg";
import { isUuid } from "#lib/kernel/ids.ts";
import { authSql } from "#lib/platform/db/sql.ts";
import { withClient } from "#lib/platform/db/with-client.ts";
import { currentTokenRequest, type Executor } from "./request-context.ts";

/** The tenant's grant behind a token, while it may still give tokens. */
export type TokenGrant = {
  personId: string;
  clientId: string;
  resource: string;
  groups: string[];
  /** How long the organisation lets an access token live. */
  accessTokenMinutes: number;
};
export type LiveToken = { payload: Payload; isExpired: boolean; grant: TokenGrant | null };
export type SpentToken = {
  grantId: string;
  grant: TokenGrant | null;
  /** Since its rotation, by the database's clock. */
  secondsAgo: number;
  /** What it was given, sealed; null once that is used, purged or was never kept. */
  successor: { idHash: string; sealed: Uint8Array } | null;
};
/** Who is to hear that a grant ended. */
export type EndedGrant = { email: string | null; clientName: string; tenantName: string };

const GRANT_COLUMNS = "g.person_id, g.client_id, g.resource, g.groups, g.access_token_minutes";
const LIVE_TOKEN = `SELECT r.payload, coalesce(r.expires_at <= now(), false) AS is_expired, ${GRANT_COLUMNS}
  FROM auth.refresh_tokens r LEFT JOIN LATERAL tenant.find_token_grant(r.grant_id::uuid) g ON true
  WHERE r.id = $1 AND r.consumed_at IS NULL`;

/** Runs one token or revocation request in one transaction; `run` decides whether it is kept. */
export async function inTokenTransaction(run: () => Promise<"commit" | "rollback">): Promise<void> {
  const request = currentTokenRequest();
  try {
    await withClient(authSql(), async (client) => {
      await client.query("BEGIN");
      if (request) request.executor = inTurn(client, (error) => (request.databaseError ??= error));
      const wanted = (await run()) === "commit" ? "COMMIT" : "ROLLBACK";
      const { command } = await client.query(wanted);
      // Postgres answers COMMIT with ROLLBACK, and no error, once a statement has failed.
      if (command !== wanted) throw new Error("a token request's transaction had failed before it was kept");
    });
  } finally {
    if (request) delete request.executor;
  }
}

/** The provider starts several statements at once; one connection takes them one after the other. */
function inTurn(client: pg.PoolClient, onError: (error: unknown) => void): Executor {
  let last: Promise<unknown> = Promise.resolve();
  return {
    query(config) {
      const result = last.then(() => client.query(config));
      last = result.catch(onError);
      return result;
    },
  };
}

/** The open transaction of the token request being served, else the pool. */
export function executor(): Executor {
  return currentTokenRequest()?.executor ?? authSql();
}

/** The tenant's grant behind the provider's; null once it gives no tokens, or for what is no grant's id. */
export async function findLiveGrant(grantId: string): Promise<TokenGrant | null> {
  if (!isUuid(grantId)) return null;
  const { rows } = await executor().query({
    name: "oauth-live-grant",
    text: `SELECT ${GRANT_COLUMNS} FROM tenant.find_token_grant($1) g`,
    values: [grantId],
  });
  return rows[0] === undefined ? null : toGrant(rows[0]);
}

/**
 * A live refresh token's record. Its row stays locked until the request's transaction ends, so racing callers wait
 * here, on the connection they already hold, for the one that rotates it. Null when there is none any more.
 */
export async function lockRefreshToken(idHash: string): Promise<LiveToken | null> {
  return await readRefreshToken("oauth-lock-refresh", `${LIVE_TOKEN} FOR UPDATE OF r`, idHash);
}

/** The same for who only asks what it belongs to; nobody waits. */
export async function findRefreshToken(idHash: string): Promise<LiveToken | null> {
  return await readRefreshToken("oauth-find-refresh", LIVE_TOKEN, idHash);
}

async function readRefreshToken(name: string, text: string, idHash: string): Promise<LiveToken | null> {
  const { rows } = await executor().query({ name, text, values: [idHash] });
  const row = rows[0];
  if (row === undefined) return null;
  return {
    payload: row["payload"] as Payload,
    isExpired: row["is_expired"] as boolean,
    grant: toGrant(row),
  };
}

/** What is known of a refresh token that was rotated. An instance of the release before marked the row instead. */
export async function findSpentToken(idHash: string): Promise<SpentToken | null> {
  const { rows } = await executor().query({
    name: "oauth-find-spent",
    text: `WITH spent AS (
             SELECT grant_id, spent_at FROM auth.spent_tokens WHERE id = decode($1, 'hex')
             UNION ALL
             SELECT grant_id::uuid, consumed_at FROM auth.refresh_tokens WHERE id = $1 AND consumed_at IS NOT NULL
             LIMIT 1
           )
           SELECT s.grant_id, greatest(0, extract(epoch FROM clock_timestamp() - s.spent_at))::float8 AS seconds_ago,
                  r.id AS successor_id, p.sealed, ${GRANT_COLUMNS}
           FROM spent s
           LEFT JOIN auth.replay_successors p ON p.id = decode($1, 'hex')
           LEFT JOIN auth.refresh_tokens r ON r.id = encode(p.successor_id, 'hex') AND r.consumed_at IS NULL
           LEFT JOIN LATERAL tenant.find_token_grant(s.grant_id) g ON true`,
    values: [idHash],
  });
  const row = rows[0];
  if (row === undefined) return null;
  const idOfSuccessor = row["successor_id"] as string | null;
  return {
    grantId: row["grant_id"] as string,
    grant: toGrant(row),
    secondsAgo: row["seconds_ago"] as number,
    successor: idOfSuccessor === null ? null : { idHash: idOfSuccessor, sealed: row["sealed"] as Uint8Array },
  };
}

function toGrant(row: Record<string, unknown>): TokenGrant | null {
  if (row["person_id"] === null) return null;
  return {
    personId: row["person_id"] as string,
    clientId: row["client_id"] as string,
    resource: row["resource"] as string,
    groups: row["groups"] as string[],
    accessTokenMinutes: row["access_token_minutes"] as number,
  };
}

/** Uses a refresh token up: its row goes, a tombstone stays. False when it was gone already. */
export async function spendRefreshToken(idHash: string): Promise<boolean> {
  const { rowCount } = await executor().query({
    name: "oauth-spend-refresh",
    text: `WITH gone AS (
             DELETE FROM auth.refresh_tokens WHERE id = $1 AND consumed_at IS NULL RETURNING grant_id
           )
           INSERT INTO auth.spent_tokens (id, grant_id, spent_at)
           SELECT decode($1, 'hex'), grant_id::uuid, clock_timestamp() FROM gone`,
    values: [idHash],
  });
  return rowCount === 1;
}

/** Keeps the answer a spent token was given, for its bearer's retry. */
export async function insertSuccessor(row: {
  idHash: string;
  successorHash: string;
  sealed: Uint8Array;
}): Promise<void> {
  await executor().query({
    name: "oauth-keep-successor",
    text: `INSERT INTO auth.replay_successors (id, successor_id, sealed, created_at)
           VALUES (decode($1, 'hex'), decode($2, 'hex'), $3, clock_timestamp())`,
    values: [row.idHash, row.successorHash, row.sealed],
  });
}

/** Takes away everything a grant gave: its tokens, its codes and the provider's half of it. */
export async function deleteFamily(grantId: string): Promise<void> {
  await executor().query({
    name: "oauth-delete-family",
    text: `WITH access AS (DELETE FROM auth.access_tokens WHERE grant_id = $1),
                refresh AS (DELETE FROM auth.refresh_tokens WHERE grant_id = $1),
                codes AS (DELETE FROM auth.authorization_codes WHERE grant_id = $1)
           DELETE FROM auth.oauth_grants WHERE id = $1`,
    values: [grantId],
  });
}

/** Ends the tenant's grant with its audit row, so that no call is accepted once this commits. Null: it had ended. */
export async function endGrant(
  grantId: string,
  { reason, network }: { reason: "client" | "reuse"; network: string | null },
): Promise<EndedGrant | null> {
  const { rows } = await executor().query({
    name: "oauth-end-grant",
    text: `SELECT u.email, e.client_name, e.tenant_name
           FROM tenant.end_grant_audited($1, $2, $3) e LEFT JOIN auth.users u ON u.id = e.person_id`,
    values: [grantId, reason, network],
  });
  const row = rows[0];
  if (row === undefined) return null;
  return {
    email: row["email"] as string | null,
    clientName: row["client_name"] as string,
    tenantName: row["tenant_name"] as string,
  };
}
