import pg from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test, vi } from "vitest";
import { onEvent } from "#lib/platform/bus/on-event.ts";
import { startBus } from "#lib/platform/bus/start-bus.ts";
import { stopBus } from "#lib/platform/bus/stop-bus.ts";
import { getConfig } from "#lib/platform/config/get-config.ts";
import { inAuth } from "#lib/platform/db/in-auth.ts";
import { mintGrantWithToken, mintMember, mintTenant, mintUpstream } from "#lib/testing/mint.ts";
import { useDatabase, withDatabase } from "#lib/testing/use-database.ts";
import { purgeRevocations } from "./purge-revocations.ts";
import {
  catchUpRevocations,
  countRevocations,
  isRevocationFresh,
  onRevocation,
  onSessionChange,
  startRevocationWatch,
  stopRevocationWatch,
} from "./watch-revocations.ts";

useDatabase();

const adminUrl = () =>
  withDatabase(inject("postgres").superuserUrl, new URL(String(getConfig().databaseUrl)).pathname.slice(1));

let admin: pg.Client;
let told: string[] = [];
let endTelling: () => void;
beforeAll(async () => {
  admin = new pg.Client({ connectionString: adminUrl() });
  await admin.connect();
  endTelling = onRevocation(({ kind, id }) => told.push(`${kind}:${id}`));
});
beforeEach(async () => {
  await startRevocationWatch();
  await catchUpRevocations();
  told = [];
});
afterEach(() => vi.useRealTimers());
afterAll(async () => {
  endTelling();
  await stopRevocationWatch();
  await stopBus();
  await admin.end();
});

/** An organisation with one member and their connection. */
async function makeScene() {
  const tenant = await mintTenant();
  const member = await mintMember(tenant, "admin");
  const { grantId } = await mintGrantWithToken(member, { groups: ["agents.read"] });
  return { ...tenant, ...member, grantId, clientId: "https://client.example/metadata.json" };
}
type Scene = Awaited<ReturnType<typeof makeScene>>;

/** What is told of statements nobody of ours wrote. */
async function tellOf(sql: string): Promise<string[]> {
  await catchUpRevocations();
  told = [];
  await admin.query(sql);
  await catchUpRevocations();
  return told;
}

describe("every writer is covered, raw SQL too", () => {
  const CAUSES: [string, (scene: Scene) => string, (scene: Scene) => string][] = [
    [
      "a connection ended",
      ({ grantId }) => `UPDATE tenant.grants SET ended_at = now() WHERE id = '${grantId}'`,
      ({ grantId }) => `grant:${grantId}`,
    ],
    [
      "its groups changed",
      ({ grantId }) => `UPDATE tenant.grants SET groups = '{chat.external}' WHERE id = '${grantId}'`,
      ({ grantId }) => `grant:${grantId}`,
    ],
    [
      "its life shortened",
      ({ grantId }) => `UPDATE tenant.grants SET expires_at = now() WHERE id = '${grantId}'`,
      ({ grantId }) => `grant:${grantId}`,
    ],
    [
      "its row deleted",
      ({ grantId }) => `DELETE FROM tenant.grants WHERE id = '${grantId}'`,
      ({ grantId }) => `grant:${grantId}`,
    ],
    [
      "a role changed",
      ({ membershipId }) => `UPDATE tenant.memberships SET role = 'auditor' WHERE id = '${membershipId}'`,
      ({ membershipId }) => `membership:${membershipId}`,
    ],
    [
      "a member removed",
      ({ membershipId }) => `DELETE FROM tenant.memberships WHERE id = '${membershipId}'`,
      ({ membershipId }) => `membership:${membershipId}`,
    ],
    [
      "an organisation suspended",
      ({ tenantId }) => `UPDATE tenant.tenants SET status = 'suspended' WHERE id = '${tenantId}'`,
      ({ tenantId }) => `tenant:${tenantId}`,
    ],
    [
      "an organisation deleted",
      ({ tenantId }) => `DELETE FROM tenant.tenants WHERE id = '${tenantId}'`,
      ({ tenantId }) => `tenant:${tenantId}`,
    ],
    [
      "an app blocked",
      ({ tenantId, clientId }) =>
        `INSERT INTO tenant.client_policies VALUES ('${tenantId}', gen_random_uuid(), '${clientId}', 'blocked', 'x')`,
      ({ tenantId, clientId }) => `client:${tenantId}/${clientId}`,
    ],
  ];
  test.each(CAUSES)("D13: %s", async (_cause, sql, expected) => {
    const scene = await makeScene();
    expect(await tellOf(sql(scene))).toContain(expected(scene));
  });

  test("D13: an account that is deleted ends its connections in every organisation", async () => {
    const scene = await makeScene();
    const { personId, grantId, email } = scene;
    await inAuth((tx) => tx.user.create({ data: { id: personId, email }, select: { id: true } }));
    expect(await tellOf(`DELETE FROM auth.users WHERE id = '${personId}'`)).toEqual(
      expect.arrayContaining([`person:${personId}`, `grant:${grantId}`]),
    );
  });

  test("what changes nothing a token stands for is not told", async () => {
    const { grantId, membershipId, tenantId } = await makeScene();
    const statements = [
      `UPDATE tenant.grants SET last_used_at = now(), connected_at = now() WHERE id = '${grantId}'`,
      `UPDATE tenant.memberships SET name = 'Ann' WHERE id = '${membershipId}'`,
      `UPDATE tenant.tenants SET name = 'Acme' WHERE id = '${tenantId}'`,
      `INSERT INTO tenant.client_policies VALUES ('${tenantId}', gen_random_uuid(), 'c', 'asked', 'x')`,
    ];
    expect(await tellOf(statements.join("; "))).toEqual([]);
  });
});

describe("what may be called is told as the organisation's, whoever changed it", () => {
  const UPSTREAM = { url: "https://trinity.example.com/mcp", key: "trinity_mcp_nobody-listens" };
  const ALLOWED = ["list_agents", "list_tags"];
  const row =
    "tenant.tool_policies VALUES ('TENANT', gen_random_uuid(), 'member', 'tool', 'list_agents', true)";
  const limit =
    "tenant.argument_limits VALUES ('TENANT', gen_random_uuid(), 'all', 'list_agents', 'name', '{quote-desk}')";
  test.each([
    ["a decision made", `INSERT INTO ${row}`],
    ["a decision changed", `INSERT INTO ${row}; UPDATE tenant.tool_policies SET allowed = false`],
    ["a decision taken back", `INSERT INTO ${row}; DELETE FROM tenant.tool_policies`],
    ["a limit set", `INSERT INTO ${limit}`],
    ["a limit changed", `INSERT INTO ${limit}; UPDATE tenant.argument_limits SET allowed = '{}'`],
    ["a limit removed", `INSERT INTO ${limit}; DELETE FROM tenant.argument_limits`],
    ["a tool switched off", "UPDATE tenant.upstream_tools SET state = 'off'"],
    ["one tool changed", "UPDATE tenant.upstream_tools SET hash = 'x' WHERE name = 'list_tags'"],
    ["a tool removed", "DELETE FROM tenant.upstream_tools WHERE name = 'list_tags'"],
    ["a key replaced", "UPDATE tenant.upstream_keys SET version = 2"],
    ["an instance moved", "UPDATE tenant.upstreams SET url = 'https://other.example/mcp'"],
    ["an instance taken back to a draft", "UPDATE tenant.upstreams SET status = 'draft'"],
    ["another header for its key", "UPDATE tenant.upstreams SET key_header = 'x-api-key'"],
    ["an instance removed", "DELETE FROM tenant.upstreams"],
  ])("%s", async (_cause, sql) => {
    const scene = await makeScene();
    await mintUpstream(scene, { ...UPSTREAM, tools: ALLOWED });
    const statements = sql
      .split("; ")
      .map((one) =>
        one.startsWith("INSERT") ? one.replace("TENANT", scene.tenantId) : inTenantOnly(one, scene.tenantId),
      );
    expect(await tellOf(`BEGIN; ${statements.join("; ")}; COMMIT`)).toEqual([`access:${scene.tenantId}`]);
  });

  test("a new instance with its tools is one row", async () => {
    const scene = await makeScene();
    await catchUpRevocations();
    told = [];
    await mintUpstream(scene, { ...UPSTREAM, tools: ALLOWED });
    await catchUpRevocations();
    expect(told).toEqual([`access:${scene.tenantId}`]);
  });

  test("a statement about two organisations tells both", async () => {
    const [one, two] = [await makeScene(), await makeScene()];
    for (const scene of [one, two]) await mintUpstream(scene, { ...UPSTREAM, tools: ALLOWED });
    const both = `'${one.tenantId}', '${two.tenantId}'`;
    const sql = `UPDATE tenant.upstream_tools SET state = 'off' WHERE tenant_id IN (${both})`;
    const expected = [one, two].map(({ tenantId }) => `access:${tenantId}`);
    expect((await tellOf(sql)).toSorted()).toEqual(expected.toSorted());
  });

  test("what calls and checks write is not told, nor a statement that changes nothing", async () => {
    const scene = await makeScene();
    await mintUpstream(scene, { ...UPSTREAM, tools: ALLOWED });
    const statements = [
      "UPDATE tenant.upstreams SET problem = 'timeout', problem_since = now(), checked_at = now()",
      "UPDATE tenant.upstreams SET status = 'error'",
      "UPDATE tenant.upstreams SET status = 'ready', problem = NULL",
      "UPDATE tenant.upstream_tools SET seen_at = now(), state = state",
    ];
    expect(await tellOf(statements.map((sql) => inTenantOnly(sql, scene.tenantId)).join("; "))).toEqual([]);
  });
});

const inTenantOnly = (sql: string, tenantId: string) =>
  `${sql} ${sql.includes("WHERE") ? "AND" : "WHERE"} tenant_id = '${tenantId}'`;

test("D17: ten thousand connections of one organisation that end together are one row and one message", async () => {
  const { tenantId, membershipId, personId } = await makeScene();
  await startBus();
  const messages: string[] = [];
  const end = onEvent("revoked", (payload) => messages.push(payload));
  await admin.query(`
    INSERT INTO tenant.grants (tenant_id, id, membership_id, person_id, client_id, client_name, client_identity,
                               redirect_host, resource, groups, expires_at)
    SELECT '${tenantId}', gen_random_uuid(), '${membershipId}', '${personId}', 'c', 'c', 'known', 'h', 'r', '{}',
           now() + interval '1 day' FROM generate_series(1, 10000)`);
  await admin.query(`UPDATE tenant.grants SET ended_at = now() WHERE tenant_id = '${tenantId}'`);
  await vi.waitFor(() => expect(messages).toContain(`tenant:${tenantId}`), 30_000);
  const { rows } = await admin.query("SELECT kind FROM auth.revocations WHERE subject = $1", [tenantId]);
  expect([messages.filter((message) => message !== "*"), rows]).toEqual([
    [`tenant:${tenantId}`],
    [{ kind: "tenant" }],
  ]);
  end();
  await stopBus();
});

test("a transaction that takes long is not missed, whatever was committed and read meanwhile", async () => {
  const [slow, quick] = [await makeScene(), await makeScene()];
  const end = ({ grantId }: Scene) => `UPDATE tenant.grants SET ended_at = now() WHERE id = '${grantId}'`;
  const other = new pg.Client({ connectionString: adminUrl() });
  await other.connect();
  await other.query(`BEGIN; ${end(slow)}`);
  expect(await tellOf(end(quick))).toEqual([`grant:${quick.grantId}`]);
  expect(await tellOf("SELECT 1")).toEqual([]);
  await other.query("COMMIT");
  await catchUpRevocations();
  expect(told).toEqual([`grant:${slow.grantId}`]);
  await other.end();
  expect(await tellOf("SELECT 1")).toEqual([]);
});

describe("nothing remembered may be used", () => {
  test("before the first look and after the end", async () => {
    await stopRevocationWatch();
    expect(isRevocationFresh()).toBe(false);
    await startRevocationWatch();
    expect([isRevocationFresh(), told]).toEqual([true, ["all:"]]);
  });

  test("after this machine slept: its monotonic clock did not, the wall clock knows", async () => {
    vi.useFakeTimers({ toFake: ["Date", "setTimeout", "clearTimeout"] });
    await catchUpRevocations();
    expect(isRevocationFresh()).toBe(true);
    vi.setSystemTime(Date.now() + 3_600_000);
    expect(isRevocationFresh()).toBe(false);
    await catchUpRevocations();
    vi.setSystemTime(Date.now() - 3_600_000);
    expect(isRevocationFresh()).toBe(true);
  });

  test("once no look has succeeded for a second, and what follows begins anew", async () => {
    // The next look is timed already: it would come in between.
    await stopRevocationWatch();
    vi.useFakeTimers({ toFake: ["Date", "performance", "setTimeout", "clearTimeout"] });
    await startRevocationWatch();
    told = [];
    await admin.query("REVOKE EXECUTE ON FUNCTION tenant.read_revocations(pg_snapshot) FROM connect_app");
    await catchUpRevocations();
    expect([isRevocationFresh(), told]).toEqual([true, ["all:"]]);
    vi.advanceTimersByTime(1_000);
    expect(isRevocationFresh()).toBe(false);
    await admin.query("GRANT EXECUTE ON FUNCTION tenant.read_revocations(pg_snapshot) TO connect_app");
    told = [];
    await catchUpRevocations();
    expect([isRevocationFresh(), told]).toEqual([true, ["all:"]]);
  });
});

test("a connection that was cut and came back may have come back to another server: everything is told", async () => {
  await startBus();
  await catchUpRevocations();
  told = [];
  await admin.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND application_name = 'trinity-connect-bus'`);
  await vi.waitFor(() => expect(told).toContain("all:"), { timeout: 10_000 });
  expect(isRevocationFresh()).toBe(true);
  await stopBus();
});

test("a session of an app that ended is told to whoever asked for sessions, and makes no token looked up again", async () => {
  const { tenantId, grantId } = await makeScene();
  await catchUpRevocations();
  const heard: string[] = [];
  const end = onSessionChange(({ kind, id }) => heard.push(`${kind}:${id}`));
  const before = countRevocations();
  const session = crypto.randomUUID();
  const others = await tellOf(
    `INSERT INTO tenant.mcp_sessions (tenant_id, id, grant_id, ended_at, expires_at)
     VALUES ('${tenantId}', '${session}', '${grantId}', now(), now())`,
  );
  end();
  expect([heard, others, countRevocations()]).toEqual([[`session:${session}`], [], before]);
});

test("a kind from a newer version beside this one means everything", async () => {
  expect(await tellOf("INSERT INTO auth.revocations (kind, subject) VALUES ('planet', 'x')")).toEqual([
    "all:",
  ]);
});

test("a row from a restored dump, of a transaction this server has yet to number, is not told at every look", async () => {
  expect(
    await tellOf("INSERT INTO auth.revocations (xid, kind, subject) VALUES (9e15::bigint, 'grant', 'x')"),
  ).toEqual([]);
});

test("only old revocations are purged", async () => {
  await admin.query(`TRUNCATE auth.revocations;
    INSERT INTO auth.revocations (kind, subject, at) VALUES ('grant', 'old', now() - interval '2 days'), ('grant', 'new', now())`);
  await purgeRevocations();
  const { rows } = await admin.query("SELECT subject FROM auth.revocations");
  expect(rows).toEqual([{ subject: "new" }]);
});
