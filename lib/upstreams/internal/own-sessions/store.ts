import "#server-only";
import type { GrantId, TenantId, UpstreamId, UpstreamKeyId } from "#lib/kernel/ids.ts";
import { inTenantSql } from "#lib/platform/db/in-tenant-sql.ts";
import { appSql } from "#lib/platform/db/sql.ts";
import type { UpstreamTransport } from "../../open-session.ts";

export type LinkId = { tenantId: TenantId; mcpSessionId: string; upstreamId: UpstreamId };
export type LinkKey = { id: UpstreamKeyId; version: number };

/** What is known of a session's link to an instance; the key is the one the upstream session was opened under. */
export type LinkRow = {
  isEnded: boolean;
  logLevel: string | null;
  sealed: Uint8Array | null;
  keyId: UpstreamKeyId | null;
  keyVersion: number | null;
  uris: string[];
};

export async function findLink({ tenantId, mcpSessionId, upstreamId }: LinkId): Promise<LinkRow | null> {
  return await inTenantSql(tenantId, async (client) => {
    const { rows } = await client.query<LinkRow>({
      name: "find-mcp-link",
      text: `SELECT s.ended_at IS NOT NULL AS "isEnded", s.log_level AS "logLevel", l.sealed, l.key_id AS "keyId",
               l.key_version AS "keyVersion", coalesce(l.uris, '{}') AS uris
             FROM tenant.mcp_sessions s
             LEFT JOIN tenant.mcp_links l ON l.tenant_id = $1 AND l.session_id = s.id AND l.upstream_id = $3
             WHERE s.tenant_id = $1 AND s.id = $2`,
      values: [tenantId, mcpSessionId, upstreamId],
    });
    return rows[0] ?? null;
  });
}

type NewLink = LinkId & {
  grantId: GrantId;
  /** Seconds since 1970. */
  expiresAt: number;
  key: LinkKey;
  /** Null for a session that only this process can use. */
  sealed: Uint8Array | null;
  /** What was there when this session was opened. */
  before: Uint8Array | null;
};

/**
 * Makes this the link's upstream session, unless the session of the client has ended or another process was first: of
 * several at once one wins. The row is there afterwards in any case where the client's session lives.
 */
export async function saveLink(link: NewLink): Promise<boolean> {
  const { tenantId, mcpSessionId, upstreamId, grantId, expiresAt, key, sealed, before } = link;
  return await inTenantSql(tenantId, async (client) => {
    await client.query({
      name: "save-mcp-link-session",
      text: `INSERT INTO tenant.mcp_sessions (tenant_id, id, grant_id, expires_at)
             VALUES ($1, $2, $3, to_timestamp($4)) ON CONFLICT (tenant_id, id) DO NOTHING`,
      values: [tenantId, mcpSessionId, grantId, expiresAt],
    });
    const { rowCount } = await client.query({
      name: "save-mcp-link",
      text: `INSERT INTO tenant.mcp_links (tenant_id, id, session_id, upstream_id, sealed, key_id, key_version)
             SELECT s.tenant_id, gen_random_uuid(), s.id, $3, $4, $5, $6 FROM tenant.mcp_sessions s
             WHERE s.tenant_id = $1 AND s.id = $2 AND s.ended_at IS NULL FOR SHARE
             ON CONFLICT (tenant_id, session_id, upstream_id) DO UPDATE
               SET sealed = excluded.sealed, key_id = excluded.key_id, key_version = excluded.key_version, used_at = now()
               WHERE mcp_links.tenant_id = $1 AND mcp_links.sealed IS NOT DISTINCT FROM $7`,
      values: [tenantId, mcpSessionId, upstreamId, sealed, key.id, key.version, before],
    });
    return rowCount === 1;
  });
}

/** Forgets an upstream session the instance no longer knows; one opened since then stays. */
export async function clearLink(
  { tenantId, mcpSessionId, upstreamId }: LinkId,
  sealed: Uint8Array,
): Promise<void> {
  await inTenantSql(tenantId, (client) =>
    client.query({
      name: "clear-mcp-link",
      text: `UPDATE tenant.mcp_links SET sealed = NULL
             WHERE tenant_id = $1 AND session_id = $2 AND upstream_id = $3 AND sealed = $4`,
      values: [tenantId, mcpSessionId, upstreamId, sealed],
    }),
  );
}

export async function touchLink({ tenantId, mcpSessionId, upstreamId }: LinkId): Promise<void> {
  await inTenantSql(tenantId, (client) =>
    client.query({
      name: "touch-mcp-link",
      text: `UPDATE tenant.mcp_links SET used_at = now()
             WHERE tenant_id = $1 AND session_id = $2 AND upstream_id = $3`,
      values: [tenantId, mcpSessionId, upstreamId],
    }),
  );
}

/** Notes a subscription; false when the link has as many as it may. */
export async function addUri(
  { tenantId, mcpSessionId, upstreamId }: LinkId,
  uri: string,
  urisMax: number,
): Promise<boolean> {
  return await inTenantSql(tenantId, async (client) => {
    const { rowCount } = await client.query({
      name: "add-mcp-link-uri",
      text: `UPDATE tenant.mcp_links SET uris = CASE WHEN $4 = ANY (uris) THEN uris ELSE array_append(uris, $4) END
             WHERE tenant_id = $1 AND session_id = $2 AND upstream_id = $3
               AND ($4 = ANY (uris) OR cardinality(uris) < $5)`,
      values: [tenantId, mcpSessionId, upstreamId, uri, urisMax],
    });
    return rowCount === 1;
  });
}

export async function removeUri({ tenantId, mcpSessionId, upstreamId }: LinkId, uri: string): Promise<void> {
  await inTenantSql(tenantId, (client) =>
    client.query({
      name: "remove-mcp-link-uri",
      text: `UPDATE tenant.mcp_links SET uris = array_remove(uris, $4)
             WHERE tenant_id = $1 AND session_id = $2 AND upstream_id = $3`,
      values: [tenantId, mcpSessionId, upstreamId, uri],
    }),
  );
}

export type KnownLink = { upstreamId: UpstreamId; uris: string[] };

/** The instances a session has had to do with on its own. */
export async function findLinks(tenantId: TenantId, mcpSessionId: string): Promise<KnownLink[]> {
  return await inTenantSql(tenantId, async (client) => {
    const { rows } = await client.query<KnownLink>({
      name: "find-mcp-links",
      text: `SELECT upstream_id AS "upstreamId", uris FROM tenant.mcp_links
             WHERE tenant_id = $1 AND session_id = $2 AND (sealed IS NOT NULL OR uris <> '{}')
             ORDER BY upstream_id`,
      values: [tenantId, mcpSessionId],
    });
    return rows;
  });
}

/** An upstream session that was taken from its link, with all that is needed to end it. */
export type TakenLink = {
  upstreamId: UpstreamId;
  sealed: Uint8Array;
  keyId: UpstreamKeyId;
  keyVersion: number;
  url: string;
  keyHeader: string;
  transport: UpstreamTransport;
};

/** Takes the upstream sessions of a client's session (with one instance, or all): each is given to one caller. */
export async function takeLinks(
  tenantId: TenantId,
  mcpSessionId: string,
  upstreamId: UpstreamId | null = null,
): Promise<TakenLink[]> {
  return await inTenantSql(tenantId, async (client) => {
    const { rows } = await client.query<TakenLink>({
      name: "take-mcp-links",
      text: `WITH held AS (
               SELECT id, upstream_id, sealed, key_id, key_version FROM tenant.mcp_links
               WHERE tenant_id = $1 AND session_id = $2 AND ($3::uuid IS NULL OR upstream_id = $3)
                 AND sealed IS NOT NULL FOR UPDATE
             ), cleared AS (
               UPDATE tenant.mcp_links l SET sealed = NULL FROM held WHERE l.tenant_id = $1 AND l.id = held.id
             )
             SELECT h.upstream_id AS "upstreamId", h.sealed, h.key_id AS "keyId", h.key_version AS "keyVersion",
               u.url, u.key_header AS "keyHeader", u.transport
             FROM held h JOIN tenant.upstreams u ON u.tenant_id = $1 AND u.id = h.upstream_id`,
      values: [tenantId, mcpSessionId, upstreamId],
    });
    return rows;
  });
}

/** The upstream sessions of a connection beyond so many, the longest unused ones. */
export async function findCrowded(
  tenantId: TenantId,
  grantId: GrantId,
  linksMax: number,
): Promise<{ mcpSessionId: string; upstreamId: UpstreamId }[]> {
  return await inTenantSql(tenantId, async (client) => {
    const { rows } = await client.query<{ mcpSessionId: string; upstreamId: UpstreamId }>({
      name: "find-crowded-mcp-links",
      text: `SELECT l.session_id AS "mcpSessionId", l.upstream_id AS "upstreamId"
             FROM tenant.mcp_sessions s JOIN tenant.mcp_links l ON l.tenant_id = $1 AND l.session_id = s.id
             WHERE s.tenant_id = $1 AND s.grant_id = $2 AND l.sealed IS NOT NULL
             ORDER BY l.used_at DESC, l.id OFFSET $3`,
      values: [tenantId, grantId, linksMax],
    });
    return rows;
  });
}

/** Upstream sessions nobody needs any more, of all organisations. */
export async function findStaleLinks(linksMax: number): Promise<LinkId[]> {
  const { rows } = await appSql().query<LinkId>({
    name: "list-stale-mcp-links",
    text: `SELECT tenant_id AS "tenantId", session_id AS "mcpSessionId", upstream_id AS "upstreamId"
           FROM tenant.list_stale_mcp_links($1)`,
    values: [linksMax],
  });
  return rows;
}
