import { randomBytes } from "node:crypto";
import type pg from "pg";
import { sha256Hex } from "#lib/platform/crypto/hash-secret.ts";

export const SLUG = "seed-1";
export const TENANT = "md5('tenant1')::uuid";

export type Size = {
  tenants: number;
  members: number;
  connections: number;
  calls: number;
  audits: number;
  attempts: number;
};

const APPS = [
  ["https://claude.ai/oauth/mcp-oauth-client-metadata", "Claude", "verified", "claude.ai"],
  ["https://claude.ai/oauth/claude-code-client-metadata", "Claude Code", "local", "localhost"],
  ["dcr_cursor", "Cursor", "registered", "cursor.com"],
  ["dcr_rare", "Rarely used", "registered", "rare.example"],
] as const;

/** Organisations of one owner each; the first one, `seed-1`, has all the members, the first of whom owns it. */
export async function seedPeople(admin: pg.Client, { tenants, members }: Size): Promise<void> {
  await admin.query(
    `INSERT INTO tenant.tenants (id, slug, address, name)
     SELECT md5('tenant' || n)::uuid, 'seed-' || n, substr(md5('address' || n), 1, 20), 'Seeded ' || n
     FROM generate_series(1, $1::int) n`,
    [tenants],
  );
  await admin.query(
    `INSERT INTO auth.users (id, email, email_verified, name)
     SELECT md5('person' || n)::uuid, 'seed-' || n || '@people.example', now(), 'Person ' || n
     FROM generate_series(1, $1::int) n`,
    [Math.max(tenants, members)],
  );
  await admin.query(
    `INSERT INTO tenant.memberships (tenant_id, id, person_id, email, name, role, created_at)
     SELECT md5('tenant' || n)::uuid, md5('owner' || n)::uuid, md5('person' || n)::uuid,
            'seed-' || n || '@people.example', 'Person ' || n, 'owner', now() - interval '100 days'
     FROM generate_series(1, $1::int) n`,
    [tenants],
  );
  await admin.query(
    `INSERT INTO tenant.memberships (tenant_id, id, person_id, email, name, role, created_at)
     SELECT ${TENANT}, md5('member' || n)::uuid, md5('person' || n)::uuid, 'seed-' || n || '@people.example', 'Person ' || n,
            (CASE WHEN n % 50 = 0 THEN 'admin' WHEN n % 60 = 0 THEN 'auditor' ELSE 'member' END)::tenant.member_role,
            now() - interval '90 days' * n / $1::int
     FROM generate_series(2, $1::int) n`,
    [members],
  );
}

/** Connections of the members, most of them live, through four apps of which one is rare. */
export async function seedConnections(admin: pg.Client, { connections, members }: Size): Promise<void> {
  const apps = APPS.map(([id, name, identity, host]) => `('${id}', '${name}', '${identity}', '${host}')`);
  await admin.query(
    `INSERT INTO tenant.grants (tenant_id, id, membership_id, person_id, client_id, client_name, client_identity,
       redirect_host, resource, groups, created_at, connected_at, last_used_at, expires_at, ended_at, ended_by, ended_reason)
     SELECT ${TENANT}, md5('grant' || n)::uuid, m.id, m.person_id, a.id, a.name, a.identity, a.host,
            'http://localhost/api/mcp', ARRAY['agents.read', 'runs.read', 'schedules.read', 'chat.external'],
            made.at, made.at, CASE WHEN n % 7 = 0 THEN now() - interval '45 days' ELSE now() - interval '1 hour' * (n % 200) END,
            made.at + interval '180 days', CASE WHEN n % 9 = 0 THEN made.at + interval '1 day' END,
            CASE WHEN n % 9 = 0 THEN m.person_id::text END, CASE WHEN n % 9 = 0 THEN 'person' END
     FROM generate_series(1, $1::int) n
     CROSS JOIN LATERAL (SELECT now() - interval '80 days' * n / $1::int AS at) made
     JOIN (SELECT id, person_id, row_number() OVER (ORDER BY created_at, id) AS place FROM tenant.memberships
           WHERE tenant_id = ${TENANT}) m ON m.place = 1 + n % $2::int
     JOIN (SELECT row_number() OVER () - 1 AS place, v.* FROM (VALUES ${apps.join(", ")}) v (id, name, identity, host)) a
       ON a.place = CASE WHEN n % 1000 = 0 THEN 3 WHEN n % 10 < 6 THEN 0 WHEN n % 10 < 9 THEN 1 ELSE 2 END`,
    [connections, members],
  );
  await admin.query(
    `INSERT INTO tenant.clients (tenant_id, id, client_id, name, identity, redirect_host)
     SELECT DISTINCT g.tenant_id, gen_random_uuid(), g.client_id, g.client_name, g.client_identity, g.redirect_host
     FROM (SELECT DISTINCT tenant_id, client_id, client_name, client_identity, redirect_host FROM tenant.grants
           WHERE tenant_id = ${TENANT}) g`,
  );
}

/** Three instances with the sample's tools; the first is the sample itself, by its address. */
export async function seedInstances(admin: pg.Client): Promise<void> {
  for (const [index, name] of ["Production", "Staging", "Archive"].entries()) {
    await admin.query(
      `INSERT INTO tenant.upstreams (tenant_id, id, name, slug, url, status, checked_at)
       VALUES (${TENANT}, md5('upstream' || $1)::uuid, $2, $3, 'https://trinity-' || $1 || '.example/mcp', 'ready', now())`,
      [String(index), name, index === 0 ? "" : name.toLowerCase()],
    );
    await admin.query(
      `INSERT INTO tenant.upstream_keys (tenant_id, id, upstream_id, version, sealed, last_four, kind, acts_as)
       VALUES (${TENANT}, md5('key' || $1)::uuid, md5('upstream' || $1)::uuid, 1, '\\x00', 'abcd', 'user', 'seed-1@people.example')`,
      [String(index)],
    );
    await admin.query(
      `INSERT INTO tenant.upstream_tools (tenant_id, id, upstream_id, name, definition, hash, state)
       SELECT ${TENANT}, md5('tool' || $1 || t.id)::uuid, md5('upstream' || $1)::uuid, t.name, t.definition, t.hash, 'approved'
       FROM tenant.upstream_tools t JOIN tenant.tenants o ON o.id = t.tenant_id AND o.is_sample`,
      [String(index)],
    );
  }
}

/** Attempts to connect of the last thirty days, most of which did. */
export async function seedAttempts(admin: pg.Client, { attempts, members }: Size): Promise<void> {
  await admin.query(
    `INSERT INTO auth.attempts (id, number, started_at, last_at, furthest, furthest_at, failed_stage, failed_at, reason,
       client_id, client_name, redirect_host, resource, family, network, person_id, tenant_id)
     SELECT md5('attempt' || n)::uuid, upper(substr(md5(n::text), 1, 4) || '-' || substr(md5(n::text), 5, 4)), made.at, made.at,
            CASE WHEN n % 5 = 0 THEN 1 + n % 9 ELSE 10 END, made.at, CASE WHEN n % 20 = 0 THEN 6 END,
            CASE WHEN n % 20 = 0 THEN made.at END, CASE WHEN n % 20 = 0 THEN 'denied' END,
            'https://claude.ai/oauth/mcp-oauth-client-metadata', 'Claude', 'claude.ai', 'http://localhost/api/mcp',
            'anthropic', '160.79.104.10', md5('person' || 1 + n % $2::int)::uuid, ${TENANT}
     FROM generate_series(1, $1::int) n
     CROSS JOIN LATERAL (SELECT now() - interval '29 days' * n / $1::int AS at) made`,
    [attempts, members],
  );
  await admin.query(
    `INSERT INTO auth.attempt_events (attempt_id, link, at, stage, outcome, agent, network, status, ms, facts)
     SELECT a.id, 'exact', a.started_at + interval '1 second' * s, s, 'passed', 'claude-user', a.network, 200, 20, '{}'
     FROM auth.attempts a CROSS JOIN generate_series(1, 10) s WHERE a.tenant_id = ${TENANT} AND s <= a.furthest`,
  );
}

/** A signed-in browser of each of these people (by number): the Cookie header it sends. */
export async function signInAs(admin: pg.Client, person: number): Promise<string> {
  const token = randomBytes(32).toString("hex");
  await admin.query(
    `INSERT INTO auth.login_sessions (session_token_hash, user_id, expires, browser, method)
     VALUES ($1, md5('person' || $2)::uuid, now() + interval '1 day', 'Chrome', 'code')`,
    [sha256Hex(token), String(person)],
  );
  return `connect.session=${token}`;
}
