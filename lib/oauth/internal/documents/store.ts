import "#server-only";
import type { Payload } from "oidc-provider";
import { authSql } from "#lib/platform/db/sql.ts";
import { DOCUMENT_DAYS, FAILED_DOCUMENT_DAYS, SIGNED_DOCUMENT_DAYS } from "../../policy.ts";
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
       AND coalesce(checked_at, '-infinity') < now() - make_interval(days => CASE WHEN has_signed THEN $1::int
         WHEN payload IS NULL THEN $2::int ELSE $3::int END)`,
    [SIGNED_DOCUMENT_DAYS, FAILED_DOCUMENT_DAYS, DOCUMENT_DAYS],
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
