import "#server-only";
import type { Payload } from "oidc-provider";
import { authSql } from "#lib/platform/db/sql.ts";
import { executor } from "../tokens/store.ts";

export type DocumentKind = "client" | "keys";
export type StoredDocument = {
  /** The last good one, while it may still stand in for one we cannot read. */
  payload: Payload | null;
  failure: string | null;
  isFresh: boolean;
  isClaimed: boolean;
};
type DocumentRow = {
  payload: Payload | null;
  failure: string | null;
  is_fresh: boolean;
  is_claimed: boolean;
};

/** How long a document that worked stands in for one that cannot be read. */
const STALE_DAYS = 7;
/** Longer than a fetch may take. */
const CLAIM_SECONDS = 5;

export async function findDocument(kind: DocumentKind, url: string): Promise<StoredDocument | null> {
  const { rows } = await authSql().query<DocumentRow>({
    name: "clients-find-document",
    text: `SELECT failure, fresh_until > now() AS is_fresh, coalesce(claimed_until > now(), false) AS is_claimed,
                  CASE WHEN fetched_at > now() - make_interval(days => ${STALE_DAYS}) THEN
                    CASE WHEN has_signed THEN payload - 'token_endpoint_auth_methods_supported' ELSE payload END
                  END AS payload
           FROM auth.client_documents WHERE kind = $1 AND url = $2`,
    values: [kind, url],
  });
  const row = rows[0];
  if (row === undefined) return null;
  return { payload: row.payload, failure: row.failure, isFresh: row.is_fresh, isClaimed: row.is_claimed };
}

/** Takes the turn to fetch; false while another process has it or the row has become fresh. */
export async function claimDocument(kind: DocumentKind, url: string): Promise<boolean> {
  const { rowCount } = await authSql().query({
    name: "clients-claim-document",
    text: `INSERT INTO auth.client_documents AS d (kind, url, fresh_until, claimed_until)
           VALUES ($1, $2, '-infinity', now() + make_interval(secs => ${CLAIM_SECONDS}))
           ON CONFLICT (kind, url) DO UPDATE SET claimed_until = excluded.claimed_until
           WHERE d.fresh_until <= now() AND (d.claimed_until IS NULL OR d.claimed_until <= now())`,
    values: [kind, url],
  });
  return rowCount === 1;
}

/** Writes a good document down; a difference from the pin keeps the time it was first seen. */
export async function saveDocument(
  { kind, url }: { kind: DocumentKind; url: string },
  document: { payload: Payload; contentHash: string; freshSeconds: number; differs?: boolean },
): Promise<void> {
  await authSql().query({
    name: "clients-save-document",
    text: `INSERT INTO auth.client_documents AS d
             (kind, url, payload, content_hash, fetched_at, checked_at, fresh_until, differs_since)
           VALUES ($1, $2, $3, $4, now(), now(), now() + make_interval(secs => $5), CASE WHEN $6 THEN now() END)
           ON CONFLICT (kind, url) DO UPDATE SET payload = excluded.payload, content_hash = excluded.content_hash,
             failure = NULL, fetched_at = excluded.fetched_at, checked_at = excluded.checked_at,
             fresh_until = excluded.fresh_until, claimed_until = NULL,
             differs_since = CASE WHEN $6 THEN coalesce(d.differs_since, now()) END`,
    values: [
      kind,
      url,
      JSON.stringify(document.payload),
      document.contentHash,
      document.freshSeconds,
      document.differs ?? false,
    ],
  });
}

/** Remembers that a try failed, for a short while. What worked before stays, unless our policy refused what came. */
export async function saveFailure(
  { kind, url }: { kind: DocumentKind; url: string },
  { failure, retrySeconds, isRefused }: { failure: string; retrySeconds: number; isRefused: boolean },
): Promise<void> {
  await authSql().query({
    name: "clients-save-failure",
    text: `INSERT INTO auth.client_documents AS d (kind, url, failure, checked_at, fresh_until)
           VALUES ($1, $2, $3, now(), now() + make_interval(secs => $4))
           ON CONFLICT (kind, url) DO UPDATE SET failure = excluded.failure, checked_at = excluded.checked_at,
             fresh_until = excluded.fresh_until, claimed_until = NULL,
             payload = CASE WHEN $5 THEN NULL ELSE d.payload END`,
    values: [kind, url, failure, retrySeconds, isRefused],
  });
}

/** A client that lists two ways has used its key: the weaker way is closed to whoever holds its tokens without it. */
export async function noteAssertion(clientId: string): Promise<void> {
  await executor().query({
    name: "clients-note-assertion",
    text: "UPDATE auth.client_documents SET has_signed = true WHERE kind = 'client' AND url = $1 AND NOT has_signed",
    values: [clientId],
  });
}

/** Makes a document due again, unless it was looked at within so many seconds. False when nothing changed. */
export async function expireDocument(
  kind: DocumentKind,
  url: string,
  unlessWithinSeconds: number,
): Promise<boolean> {
  const { rowCount } = await authSql().query({
    name: "clients-expire-document",
    text: `UPDATE auth.client_documents SET fresh_until = '-infinity'
           WHERE kind = $1 AND url = $2 AND checked_at <= now() - make_interval(secs => $3)`,
    values: [kind, url, unlessWithinSeconds],
  });
  return rowCount === 1;
}

/**
 * Forgets what nobody came back for: failures after a day, documents after a month; one that signed not before its
 * longest connection is over, or whoever stole a token would only have to wait. Returns how many.
 */
export async function deleteOldDocuments(): Promise<number> {
  const { rowCount } = await authSql().query(
    `DELETE FROM auth.client_documents
     WHERE coalesce(claimed_until, '-infinity') <= now() AND fresh_until <= now()
       AND coalesce(checked_at, '-infinity') < now() - CASE WHEN has_signed THEN interval '180 days'
         WHEN payload IS NULL THEN interval '1 day' ELSE interval '30 days' END`,
  );
  return rowCount ?? 0;
}

export type DocumentState = {
  url: string;
  checkedAt: Date | null;
  failure: string | null;
  differsSince: Date | null;
};

/** What the last look at each of these documents found. */
export async function listDocumentStates(urls: readonly string[]): Promise<DocumentState[]> {
  const { rows } = await authSql().query<DocumentState>(
    `SELECT url, checked_at AS "checkedAt", failure, differs_since AS "differsSince"
     FROM auth.client_documents WHERE kind = 'client' AND url = ANY($1)`,
    [urls],
  );
  return rows;
}

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

/** Removes self-registered clients nobody ever connected within days, or nobody used for 180. Returns how many. */
export async function deleteIdleClients(unusedDays: number): Promise<number> {
  const { rowCount } = await authSql().query(
    `DELETE FROM auth.oauth_clients WHERE kind = 'dynamic' AND CASE WHEN used_at IS NULL
       THEN seen_at < now() - make_interval(days => $1) ELSE used_at < now() - interval '180 days' END`,
    [unusedDays],
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
