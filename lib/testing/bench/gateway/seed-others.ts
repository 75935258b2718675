import type pg from "pg";

export type Others = { tenants: number; grants: number; calls: number };

const BATCH = 100_000;
/** How many calls are written together. */
const CALLS_TOGETHER = 10;

/**
 * Fills the database with other organisations, one member each, their connections with a token each, and what those
 * called in the last month. By SQL alone: only their number matters.
 */
export async function seedOthers(
  admin: pg.Client,
  { tenants, grants, calls }: Others,
  say: (text: string) => void,
): Promise<void> {
  await admin.query("SET session_replication_role = replica");
  await admin.query(
    `INSERT INTO tenant.tenants (id, slug, address, name)
     SELECT md5('tenant' || n)::uuid, 'seed-' || n, substr(md5('address' || n), 1, 20), 'Seeded ' || n
     FROM generate_series(1, $1::int) n`,
    [tenants],
  );
  await admin.query(
    `INSERT INTO tenant.memberships (tenant_id, id, person_id, email, name, role)
     SELECT md5('tenant' || n)::uuid, md5('member' || n)::uuid, md5('person' || n)::uuid,
            'seed-' || n || '@people.example', 'Seeded', 'member'
     FROM generate_series(1, $1::int) n`,
    [tenants],
  );
  await inBatches(grants, async (from, to) => {
    await admin.query(
      `INSERT INTO tenant.grants (tenant_id, id, membership_id, person_id, client_id, client_name, client_identity,
                                  redirect_host, resource, groups, connected_at, expires_at)
       SELECT md5('tenant' || 1 + n % $3)::uuid, md5('grant' || n)::uuid, md5('member' || 1 + n % $3)::uuid,
              md5('person' || 1 + n % $3)::uuid, g.client_id, g.client_name, g.client_identity, g.redirect_host,
              g.resource, g.groups, now(), now() + interval '30 days'
       FROM generate_series($1::int, $2::int) n, (SELECT * FROM tenant.grants LIMIT 1) g`,
      [from, to, tenants],
    );
    await admin.query(
      `INSERT INTO auth.access_tokens (id, payload, grant_id, expires_at)
       SELECT encode(sha256(('token' || n)::bytea), 'hex'), '{}', md5('grant' || n)::uuid::text, now() + interval '1 hour'
       FROM generate_series($1::int, $2::int) n`,
      [from, to],
    );
    say(`seeded ${to} connections`);
  });
  await inBatches(calls, async (from, to) => {
    await copyCalls(admin, { from, to, tenants, grants });
    say(`seeded ${to} calls`);
  });
  await chainCalls(admin, tenants, Math.floor(calls / tenants / CALLS_TOGETHER));
  await admin.query("SET session_replication_role = DEFAULT");
  // What the database would do of itself in a while is not a call's cost.
  await admin.query("VACUUM (ANALYZE)");
  await admin.query("CHECKPOINT");
}

async function inBatches(count: number, run: (from: number, to: number) => Promise<void>): Promise<void> {
  for (let from = 1; from <= count; from += BATCH) await run(from, Math.min(count, from + BATCH - 1));
}

/** The ledgers those calls stand in. */
async function chainCalls(admin: pg.Client, tenants: number, batches: number): Promise<void> {
  await admin.query(
    `INSERT INTO tenant.tool_call_ledgers (tenant_id, seq, hash)
     SELECT md5('tenant' || n)::uuid, $2::int, encode(sha256(('ledger' || n)::bytea), 'hex')
     FROM generate_series(1, $1::int) n`,
    [tenants, batches],
  );
  await admin.query(
    `INSERT INTO tenant.tool_call_batches (tenant_id, seq, at, count, lost, hash)
     SELECT md5('tenant' || n)::uuid, seq, now() - interval '30 days' * seq / $2::int, $3::int, 0,
            encode(sha256((n || ' ' || seq)::bytea), 'hex')
     FROM generate_series(1, $1::int) n, generate_series(1, $2::int) seq`,
    [tenants, batches, CALLS_TOGETHER],
  );
}

/** Copies of one recorded call, spread over the organisations and a month. */
async function copyCalls(
  admin: pg.Client,
  { from, to, tenants, grants }: { from: number; to: number; tenants: number; grants: number },
): Promise<void> {
  const { rows } = await admin.query<{ name: string }>(
    `SELECT column_name AS name FROM information_schema.columns
     WHERE table_schema = 'tenant' AND table_name = 'tool_calls' AND is_generated = 'NEVER' AND is_identity = 'NO'
     ORDER BY ordinal_position`,
  );
  const replaced: Record<string, string> = {
    tenant_id: "md5('tenant' || 1 + n % $3::int)::uuid",
    id: "md5('call' || n)::uuid",
    at: "now() - random() * interval '30 days'",
    person_id: "md5('person' || 1 + n % $3)::uuid",
    grant_id: "md5('grant' || 1 + n % $4::int)::uuid",
    batch: `1 + n / $3 / ${CALLS_TOGETHER}`,
    place: `1 + n / $3 % ${CALLS_TOGETHER}`,
  };
  const names = rows.map(({ name }) => name);
  await admin.query(
    `INSERT INTO tenant.tool_calls (${names.map((name) => `"${name}"`).join(", ")})
     SELECT ${names.map((name) => replaced[name] ?? `c."${name}"`).join(", ")}
     FROM generate_series($1::int, $2::int) n, (SELECT * FROM tenant.tool_calls LIMIT 1) c`,
    [from, to, tenants, grants],
  );
}
