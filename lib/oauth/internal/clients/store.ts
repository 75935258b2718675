import "#server-only";
import type { Payload } from "oidc-provider";
import { authSql } from "#lib/platform/db/sql.ts";
import { UNUSED_CLIENT_DAYS, USED_CLIENT_DAYS } from "../../policy.ts";
import { executor } from "../tokens/store.ts";

export type ClientKind = "dynamic" | "operator";

/** Stores a client, or finds the one stored under that id before; either way it is what is answered. */
export async function insertClient(id: string, payload: Payload, kind: ClientKind): Promise<Payload> {
  const { rows } = await authSql().query<{ payload: Payload }>({
    name: "clients-insert",
    text: `INSERT INTO auth.oauth_clients (id, payload, kind) VALUES ($1, $2, $3)
           ON CONFLICT (id) DO UPDATE SET seen_at = now() RETURNING payload`,
    values: [id, JSON.stringify(payload), kind],
  });
  return rows[0]?.payload ?? payload;
}

/** The client registered under that id, noted as seen, once an hour; null when there is none. */
export async function findRegistered(id: string): Promise<Payload | null> {
  const { rows } = await authSql().query<{ payload: Payload }>({
    name: "clients-find-registered",
    // Many people's hosts share one row and register at every start: writing each time would queue them up.
    text: `WITH seen AS (UPDATE auth.oauth_clients SET seen_at = now()
                         WHERE id = $1 AND seen_at < now() - interval '1 hour')
           SELECT payload FROM auth.oauth_clients WHERE id = $1`,
    values: [id],
  });
  return rows[0]?.payload ?? null;
}

/** Notes, once a day, that a client was given a token; in the transaction that gives it. */
export async function noteClientUse(id: string): Promise<void> {
  if (id.startsWith("https://")) return;
  await executor().query({
    name: "clients-note-use",
    text: `UPDATE auth.oauth_clients SET used_at = now()
           WHERE id = $1 AND (used_at IS NULL OR used_at < now() - interval '1 day')`,
    values: [id],
  });
}

/** Removes self-registered clients nobody ever connected within three days, or nobody used for 180. Returns how many. */
export async function deleteIdleClients(): Promise<number> {
  const { rowCount } = await authSql().query(
    `DELETE FROM auth.oauth_clients WHERE kind = 'dynamic' AND CASE WHEN used_at IS NULL
       THEN seen_at < now() - make_interval(days => $1) ELSE used_at < now() - make_interval(days => $2) END`,
    [UNUSED_CLIENT_DAYS, USED_CLIENT_DAYS],
  );
  return rowCount ?? 0;
}

/** Removes a client and ends every connection it has, with an audit row each. Null when there is no such client. */
export async function deleteClient(id: string): Promise<{ connectionsEnded: number } | null> {
  const { rows } = await authSql().query<{ removed: boolean; ended: number }>(
    `WITH removed AS (DELETE FROM auth.oauth_clients WHERE id = $1 RETURNING id), ended AS (
       SELECT g.grant_id FROM removed, tenant.list_client_grants(removed.id) g,
         LATERAL tenant.end_grant_audited(g.grant_id, 'operator', NULL))
     SELECT EXISTS (SELECT FROM removed) AS removed, (SELECT count(*)::int FROM ended) AS ended`,
    [id],
  );
  const row = rows[0];
  return row?.removed ? { connectionsEnded: row.ended } : null;
}

export type StoredClient = {
  id: string;
  kind: ClientKind;
  payload: Payload;
  createdAt: Date;
  seenAt: Date;
  usedAt: Date | null;
};

/** What operators added, all of it, then the newest self-registered ones up to a limit; and how many there are. */
export async function listClients(limit: number): Promise<{ clients: StoredClient[]; total: number }> {
  const { rows } = await authSql().query<StoredClient & { total: number }>(
    `SELECT id, kind, payload, created_at AS "createdAt", seen_at AS "seenAt", used_at AS "usedAt",
            count(*) OVER ()::int AS total
     FROM auth.oauth_clients ORDER BY kind DESC, created_at DESC LIMIT $1`,
    [limit],
  );
  return { clients: rows.map(({ total: _total, ...client }) => client), total: rows[0]?.total ?? 0 };
}
