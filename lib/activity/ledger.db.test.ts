import pg from "pg";
import { beforeEach, expect, inject, test, vi } from "vitest";
import type { ClientActor, MemberActor } from "#lib/kernel/actor.ts";
import { type GrantId, newId } from "#lib/kernel/ids.ts";
import { getConfig } from "#lib/platform/config/get-config.ts";
import { inTenant } from "#lib/platform/db/in-tenant.ts";
import { mintMember, type MintedTenant, mintTenant } from "#lib/testing/mint.ts";
import { runSql, useDatabase, withDatabase } from "#lib/testing/use-database.ts";
import { flushCalls } from "./flush-calls.ts";
import { getToolCall } from "./get-tool-call.ts";
import { HELD } from "./internal/calls/call-queue.ts";
import { beginRow, endRow } from "./internal/calls/call-row.ts";
import { appendCalls } from "./internal/calls/store.ts";
import { listToolCalls } from "./list-tool-calls.ts";
import { purgeToolCalls } from "./purge-tool-calls.ts";
import { type CallFacts, recordBefore, recordCall } from "./record-call.ts";
import { setCallRecording } from "./set-call-recording.ts";
import { verifyToolCalls } from "./verify-tool-calls.ts";

useDatabase();

let tenant: MintedTenant;
let owner: MemberActor;
let actor: ClientActor;
beforeEach(async () => {
  tenant = await mintTenant();
  owner = await mintMember(tenant, "owner");
  actor = actorOf(owner);
});

function actorOf({ tenantId, personId, membershipId, role }: MemberActor): ClientActor {
  return {
    kind: "client",
    tenantId,
    personId,
    membershipId,
    role,
    grantId: newId<GrantId>(),
    clientId: "https://app.example/client.json",
    groups: [],
    resource: "http://localhost:3000/api/mcp",
    isSharedAddress: true,
  };
}

const adminUrl = () => {
  const database = new URL(String(getConfig().databaseUrl)).pathname.slice(1);
  return withDatabase(inject("postgres").superuserUrl, database);
};
const asAdmin = (sql: string) => runSql(adminUrl(), sql);
const facts = (name = "list_agents", by = actor): CallFacts => ({
  actor: by,
  method: "tools/call",
  era: "legacy",
  name,
  ownName: name,
  group: "agents.read",
  bytesIn: 100,
});
const record = (name?: string, by?: ClientActor) => recordCall({ ...facts(name, by), outcome: "ok", ms: 1 });
const readCalls = () =>
  inTenant(tenant.tenantId, (tx) =>
    tx.toolCall.findMany({
      where: { tenantId: tenant.tenantId },
      orderBy: [{ batch: "asc" }, { place: "asc" }],
    }),
  );
const verify = () => verifyToolCalls(tenant.tenantId);

async function writeBatches(sizes: readonly number[]): Promise<void> {
  for (const size of sizes) {
    for (let index = 0; index < size; index += 1) record(`tool_${index}`);
    await flushCalls();
  }
}

const changed: [string, () => string, object][] = [
  [
    "a changed call",
    () => `UPDATE tenant.tool_calls SET outcome = 'denied' WHERE batch = 2 AND place = 1`,
    { problem: "changed", batch: 2n },
  ],
  [
    "a removed call",
    () => `DELETE FROM tenant.tool_calls WHERE batch = 3 AND place = 2`,
    { problem: "changed", batch: 3n },
  ],
  [
    "two calls that changed places",
    () => `UPDATE tenant.tool_calls SET place = 3 - place WHERE batch = 2 AND place < 3`,
    { problem: "changed", batch: 2n },
  ],
  [
    "a removed batch",
    () => `DELETE FROM tenant.tool_call_batches WHERE seq = 2`,
    { problem: "missing", batch: 2n },
  ],
  [
    "a batch removed with its calls",
    () => `DELETE FROM tenant.tool_call_batches WHERE seq = 4; DELETE FROM tenant.tool_calls WHERE batch = 4`,
    { problem: "missing", batch: 4n },
  ],
  [
    "the first batches removed with their calls",
    () => `DELETE FROM tenant.tool_call_batches WHERE seq < 3; DELETE FROM tenant.tool_calls WHERE batch < 3`,
    { problem: "missing", batch: 1n },
  ],
  [
    "a changed number of lost calls",
    () => `UPDATE tenant.tool_call_batches SET lost = 3 WHERE seq = 1`,
    { problem: "changed", batch: 1n },
  ],
  [
    "a call that says it is of a batch there is not",
    () => `UPDATE tenant.tool_calls SET batch = 9 WHERE batch = 4`,
    { problem: "changed", batch: 4n },
  ],
];

test.each(changed)("L05: %s is found, and which batch it is", async (_name, sql, verdict) => {
  await writeBatches([2, 3, 4, 1]);
  expect(await verify()).toEqual({ ok: true, batches: 4, calls: 10, lost: 0 });
  await asAdmin(
    sql()
      .split(";")
      .map((one) => one.replace("WHERE", `WHERE tenant_id = '${tenant.tenantId}' AND`))
      .join(";"),
  );
  expect(await verify()).toEqual({ ok: false, ...verdict });
});

test("L05: a call slipped in beside the chain is found", async () => {
  await writeBatches([1]);
  const begun = await recordBefore(facts());
  await asAdmin(`UPDATE tenant.tool_calls SET batch = 7 WHERE id = '${begun.id}'`);
  expect(await verify()).toEqual({ ok: false, problem: "stray", batch: null });
});

test("instances that write at the same time make one chain", async () => {
  const append = () =>
    appendCalls(tenant.tenantId, {
      calls: JSON.stringify([endRow(beginRow(facts()), { outcome: "ok", ms: 1 })]),
      count: 1,
      lost: 0,
      hasArguments: false,
      isAgain: false,
    });
  const outcomes = await Promise.all(Array.from({ length: 20 }, append));
  expect(outcomes.map(({ outcome }) => outcome)).toEqual(Array.from({ length: 20 }, () => "done"));
  expect(await verify()).toEqual({ ok: true, batches: 20, calls: 20, lost: 0 });
});

test("a batch whose answer was lost is not written twice", async () => {
  const batch = {
    calls: JSON.stringify([endRow(beginRow(facts()), { outcome: "ok", ms: 1 })]),
    count: 1,
    lost: 0,
    hasArguments: false,
  };
  await appendCalls(tenant.tenantId, { ...batch, isAgain: false });
  expect(await appendCalls(tenant.tenantId, { ...batch, isAgain: true })).toEqual({ outcome: "done" });
  expect(await verify()).toEqual({ ok: true, batches: 1, calls: 1, lost: 0 });
});

test("a database that goes away while a batch is written has it once afterwards", async () => {
  await writeBatches([1]);
  const admin = new pg.Client({ connectionString: adminUrl() });
  await admin.connect();
  try {
    await admin.query("BEGIN");
    await admin.query("SELECT FROM tenant.tool_call_ledgers WHERE tenant_id = $1 FOR UPDATE", [
      tenant.tenantId,
    ]);
    record("late");
    const flushed = flushCalls();
    await vi.waitFor(async () => {
      const { rowCount } = await admin.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()
         AND application_name = 'trinity-connect-app' AND wait_event_type = 'Lock'`,
      );
      expect(rowCount).toBe(1);
    }, 30_000);
    await admin.query("COMMIT");
    await flushed;
  } finally {
    await admin.end();
  }
  expect((await readCalls()).map(({ name }) => name)).toEqual(["tool_0", "late"]);
  expect(await verify()).toEqual({ ok: true, batches: 2, calls: 2, lost: 0 });
});

test("K09: while the database takes nothing calls wait, and a call that must be known before is refused", async () => {
  await writeBatches([1]);
  await asAdmin("REVOKE INSERT ON tenant.tool_calls FROM connect_app");
  try {
    record("waits");
    await expect(recordBefore(facts("delete_agent"))).rejects.toThrow();
  } finally {
    await asAdmin("GRANT INSERT ON tenant.tool_calls TO connect_app");
  }
  await flushCalls();
  expect((await readCalls()).map(({ name }) => name)).toEqual(["tool_0", "waits"]);
  expect(await verify()).toMatchObject({ ok: true, calls: 2, lost: 0 });
});

test("K09: beyond the bound the oldest calls are dropped and counted, those begun before never", async () => {
  const begun = await recordBefore(facts("delete_agent"));
  await asAdmin("REVOKE UPDATE ON tenant.tool_call_ledgers FROM connect_app");
  try {
    begun.finish({ outcome: "ok", ms: 1 });
    for (let index = 0; index < HELD.rows + 9; index += 1) record(`tool_${index}`);
  } finally {
    await asAdmin(
      "GRANT UPDATE (seq, hash, record_arguments, keep_days) ON tenant.tool_call_ledgers TO connect_app",
    );
  }
  await flushCalls();
  const rows = await readCalls();
  expect(rows).toHaveLength(HELD.rows);
  expect(rows.find(({ id }) => id === begun.id)).toMatchObject({ outcome: "ok" });
  expect(rows.some(({ name }) => name === "tool_9")).toBe(false);
  expect(rows.some(({ name }) => name === "tool_10")).toBe(true);
  expect(await verify()).toMatchObject({ ok: true, calls: HELD.rows, lost: 10 });
});

test("a batch no table takes costs nobody else's, and is counted", async () => {
  const other = actorOf(await mintMember(await mintTenant(), "owner"));
  recordCall({ ...facts(), upstreamId: "nonsense" as never, outcome: "ok", ms: 1 });
  record("fine", other);
  await flushCalls();
  expect(await verify()).toMatchObject({ ok: true, calls: 0, lost: 1 });
  expect(await verifyToolCalls(other.tenantId)).toMatchObject({ ok: true, calls: 1, lost: 0 });
});

test("names that are no names are cut and cleaned, and refuse nobody's rows", async () => {
  for (const name of ["a\u0000b", "\ud800x", "\u202eevil", "x".repeat(10_000)]) record(name);
  await flushCalls();
  expect((await readCalls()).map(({ name }) => name)).toEqual(["ab", "x", "evil", "x".repeat(256)]);
  expect(await verify()).toMatchObject({ ok: true, calls: 4 });
});

test("arguments are kept only while the organisation wants it, sealed and cut", async () => {
  const call = (text: string) => recordCall({ ...facts(), argumentsText: text, outcome: "ok", ms: 1 });
  const argumentsOf = async (index: number) => {
    const { at, id } = (await readCalls())[index] ?? { at: new Date(), id: "" };
    return (await getToolCall(owner, { at, id })).argumentsText;
  };
  call(`{"secret":"canary-1"}`);
  await flushCalls();
  await setCallRecording(owner, { recordArguments: true, keepDays: 90 });
  record("tells us");
  await flushCalls();
  call(`{"secret":"canary-2"}`);
  call("x".repeat(40_000));
  await flushCalls();
  await setCallRecording(owner, { recordArguments: false, keepDays: 90 });
  call(`{"secret":"canary-3"}`);
  await flushCalls();
  expect(
    JSON.stringify(await readCalls(), (_key, value: unknown) => (typeof value === "bigint" ? 0 : value)),
  ).not.toContain("canary");
  expect([await argumentsOf(0), await argumentsOf(2), await argumentsOf(4)]).toEqual([
    null,
    `{"secret":"canary-2"}`,
    null,
  ]);
  expect(await argumentsOf(3)).toBe("x".repeat(16 * 1024));
  expect(await verify()).toMatchObject({ ok: true, calls: 5 });
});

test("members see their own calls, admins and auditors everybody's, page by page", async () => {
  const member = await mintMember(tenant, "member");
  for (let index = 0; index < 150; index += 1) record(`own_${index}`);
  record("theirs", actorOf(member));
  await flushCalls();
  const first = await listToolCalls(owner, {});
  const second = await listToolCalls(owner, { before: first.nextBefore });
  expect([first.calls.length, second.calls.length, second.nextBefore]).toEqual([100, 51, null]);
  expect(new Set([...first.calls, ...second.calls].map(({ id }) => id)).size).toBe(151);
  const own = await listToolCalls(member, {});
  expect(own.calls.map(({ name }) => name)).toEqual(["theirs"]);
  const [stranger] = first.calls.filter(({ name }) => name !== "theirs");
  await expect(getToolCall(member, { at: stranger?.at, id: stranger?.id })).rejects.toMatchObject({
    code: "not_found",
  });
  expect((await listToolCalls(await mintMember(tenant, "auditor"), {})).calls).toHaveLength(100);
});

test("what is older than its days goes batch by batch, and the rest can still be verified", async () => {
  await writeBatches([2, 3, 4]);
  await asAdmin(
    `UPDATE tenant.tool_call_batches SET at = at - interval '91 days' WHERE tenant_id = '${tenant.tenantId}' AND seq < 3`,
  );
  await purgeToolCalls();
  expect(await verify()).toEqual({ ok: true, batches: 1, calls: 4, lost: 0 });
  expect(await readCalls()).toHaveLength(4);
  await writeBatches([1]);
  expect(await verify()).toEqual({ ok: true, batches: 2, calls: 5, lost: 0 });
  await asAdmin(`DELETE FROM tenant.tool_call_batches WHERE tenant_id = '${tenant.tenantId}' AND seq = 3`);
  expect(await verify()).toEqual({ ok: false, problem: "missing", batch: 3n });
});

test("a call whose process was cut is closed as that, and enters the chain", async () => {
  const begun = await recordBefore(facts("delete_agent"));
  await asAdmin(`UPDATE tenant.tool_calls SET at = at - interval '2 hours' WHERE id = '${begun.id}'`);
  await purgeToolCalls();
  await flushCalls();
  expect(await readCalls()).toMatchObject([{ id: begun.id, outcome: "cut", batch: 1n }]);
  expect(await verify()).toMatchObject({ ok: true, calls: 1 });
});

test("an organisation that is removed takes its calls along", async () => {
  await writeBatches([2]);
  await asAdmin(`DELETE FROM tenant.tenants WHERE id = '${tenant.tenantId}'`);
  expect(await readCalls()).toEqual([]);
  record("too late");
  await flushCalls();
  expect(await readCalls()).toEqual([]);
});
