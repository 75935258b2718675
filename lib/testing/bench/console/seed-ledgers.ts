import type pg from "pg";
import { hashAudit } from "#lib/verbs/hash-audit.ts";
import { type Size, TENANT } from "./seed-organisation.ts";

const BATCH = 100_000;
const CALLS_TOGETHER = 10;
const AUDITS_TOGETHER = 5_000;

/** A month of calls: most of them well, a rare tool, a rare app and a rare person among them. */
export async function seedCalls(admin: pg.Client, size: Size, say: (text: string) => void): Promise<void> {
  const { calls, connections } = size;
  for (let from = 1; from <= calls; from += BATCH) {
    const to = Math.min(calls, from + BATCH - 1);
    await admin.query(
      `INSERT INTO tenant.tool_calls (tenant_id, at, id, person_id, grant_id, client_id, network, upstream_id, method, name,
         own_name, tool_group, effect, era, outcome, layer, reason, ms, bytes_in, bytes_out, batch, place)
       SELECT ${TENANT}, now() - interval '30 days' * n / $3::float8, md5('call' || n)::uuid, g.person_id, g.id, g.client_id,
              '160.79.104.10', md5('upstream' || CASE WHEN n % 5000 = 0 THEN 2 WHEN n % 4 = 0 THEN 1 ELSE 0 END)::uuid,
              'tools/call', t.name, t.name, 'agents.read', 'read', 'legacy',
              CASE WHEN n % 40 = 0 THEN 'denied' WHEN n % 55 = 0 THEN 'upstream_failed' WHEN n % 70 = 0 THEN 'tool_error' ELSE 'ok' END,
              CASE WHEN n % 40 = 0 THEN 'policy' END, CASE WHEN n % 40 <> 0 AND n % 55 = 0 THEN 'timeout' END,
              5 + n % 300, 100 + n % 900, 300 + n % 9000, 1 + ($3::int - n) / ${CALLS_TOGETHER}, 1 + ($3::int - n) % ${CALLS_TOGETHER}
       FROM generate_series($1::int, $2::int) n
       JOIN (SELECT id, person_id, client_id, row_number() OVER (ORDER BY created_at, id) AS place FROM tenant.grants
             WHERE tenant_id = ${TENANT}) g ON g.place = 1 + n % $4::int
       JOIN (SELECT name, row_number() OVER (ORDER BY name) AS place, count(*) OVER () AS tools FROM tenant.upstream_tools
             WHERE tenant_id = ${TENANT} AND upstream_id = md5('upstream0')::uuid) t
         ON t.place = CASE WHEN n % 3000 = 0 THEN 1 ELSE 2 + n % (t.tools - 1) END`,
      [from, to, calls, connections],
    );
    say(`seeded ${to} calls`);
  }
  await admin.query(
    `INSERT INTO tenant.tool_call_ledgers (tenant_id, seq, hash) VALUES (${TENANT}, $1::int, 'seeded')`,
    [Math.ceil(calls / CALLS_TOGETHER)],
  );
  await admin.query(
    `INSERT INTO tenant.tool_call_batches (tenant_id, seq, at, count, lost, hash)
     SELECT ${TENANT}, c.batch, max(c.at), count(*), 0, md5(c.batch::text) FROM tenant.tool_calls c
     WHERE c.tenant_id = ${TENANT} GROUP BY c.batch`,
  );
  await admin.query(
    `INSERT INTO tenant.tool_call_hours (tenant_id, hour, result, calls)
     SELECT ${TENANT}, date_trunc('hour', c.at, 'UTC'), tenant.call_result(c.outcome, c.reason), count(*)
     FROM tenant.tool_calls c WHERE c.tenant_id = ${TENANT} GROUP BY 2, 3 ON CONFLICT DO NOTHING`,
  );
}

const ACTIONS = [
  "tool-policy.set",
  "connection.end",
  "connection.approve",
  "upstream.check",
  "upstream.tools.switch",
];

/** A true chain of administration, a row a few minutes over two years. */
export async function seedAudits(admin: pg.Client, { audits, members }: Size): Promise<void> {
  const { rows } = await admin.query<{ id: string; person: string }>(
    `SELECT ${TENANT}::text AS id, md5('person1')::uuid::text AS person`,
  );
  const tenantId = rows[0]?.id ?? "";
  const people = (
    await admin.query<{ id: string }>(
      `SELECT person_id::text AS id FROM tenant.memberships WHERE tenant_id = ${TENANT} AND role IN ('owner', 'admin') LIMIT $1`,
      [members],
    )
  ).rows.map(({ id }) => id);
  const { rows: grants } = await admin.query<{ id: string }>(
    `SELECT id::text AS id FROM tenant.grants WHERE tenant_id = ${TENANT} ORDER BY created_at`,
  );
  // A job that finds something to do in the organisation meanwhile goes on after the last row.
  await admin.query("BEGIN");
  await admin.query("SELECT pg_advisory_xact_lock(hashtextextended('audit:' || $1, 0))", [tenantId]);
  await admin.query(`DELETE FROM tenant.audit_events WHERE tenant_id = ${TENANT}`);
  const start = Date.now() - 700 * 86_400_000;
  let prevHash = "";
  for (let from = 1; from <= audits; from += AUDITS_TOGETHER) {
    const together = [];
    for (let seq = from; seq < Math.min(audits + 1, from + AUDITS_TOGETHER); seq += 1) {
      const action = ACTIONS[seq % ACTIONS.length] ?? "";
      const policy = seq % 1_000 === 0 ? "tool:rare" : "group:agents.read";
      const row = {
        tenantId,
        seq: BigInt(seq),
        at: new Date(start + Math.floor((700 * 86_400_000 * seq) / audits)),
        actorKind: "member",
        actorId: people[seq % people.length] ?? "",
        action,
        target: action.startsWith("connection.") ? (grants[seq % grants.length]?.id ?? "") : policy,
        outcome: seq % 97 === 0 ? "refused" : "done",
        before: { allowed: seq % 2 === 0 },
        after: { allowed: seq % 2 !== 0, role: "member" },
        prevHash,
      };
      prevHash = hashAudit(row);
      together.push({ ...row, seq: String(seq), at: row.at.toISOString(), hash: prevHash });
    }
    await admin.query(
      `INSERT INTO tenant.audit_events (tenant_id, seq, at, actor_kind, actor_id, action, target, outcome, before, after,
         prev_hash, hash)
       SELECT "tenantId", seq, at, "actorKind", "actorId", action, target, outcome, before, after, "prevHash", hash
       FROM jsonb_to_recordset($1) AS r ("tenantId" uuid, seq bigint, at timestamptz, "actorKind" text, "actorId" text,
         action text, target text, outcome text, before jsonb, after jsonb, "prevHash" text, hash text)`,
      [JSON.stringify(together)],
    );
  }
  await admin.query("COMMIT");
}
