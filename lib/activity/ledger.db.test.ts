import pg from "pg";
import { expect, test, vi } from "vitest";
import { mintMember, mintTenant } from "#lib/testing/mint.ts";
import { adminUrl, asAdmin, clientOf, useCalls } from "#lib/testing/use-calls.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import { flushCalls } from "./flush-calls.ts";
import { HELD } from "./internal/calls/call-queue.ts";
import { beginRow, endRow } from "./internal/calls/call-row.ts";
import { appendCalls } from "./internal/calls/store.ts";
import { purgeToolCalls } from "./purge-tool-calls.ts";
import { recordBefore, recordCall } from "./record-call.ts";
import { verifyToolCalls } from "./verify-tool-calls.ts";

useDatabase();
const { world, facts, record, writeBatches, readCalls, verify } = useCalls();

const changed: [string, () => string, object][] = [
  [
    "a changed call",
    () => `UPDATE tenant.tool_calls SET outcome = 'denied' WHERE batch = 2 AND place = 1`,
    { problem: "changed", batch: 2n },
  ],
  [
    "a changed time of an instance",
    () => `UPDATE tenant.tool_calls SET upstream_ms = 1 WHERE batch = 2 AND place = 1`,
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
      .map((one) => one.replace("WHERE", `WHERE tenant_id = '${world.tenant.tenantId}' AND`))
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
    appendCalls([
      {
        tenantId: world.tenant.tenantId,
        calls: JSON.stringify([endRow(beginRow(facts()), { outcome: "ok", ms: 1 })]),
        count: 1,
        lost: 0,
        hasArguments: false,
        isAgain: false,
      },
    ]);
  const outcomes = await Promise.all(Array.from({ length: 20 }, append));
  expect(outcomes.map(({ outcome }) => outcome)).toEqual(Array.from({ length: 20 }, () => "done"));
  expect(await verify()).toEqual({ ok: true, batches: 20, calls: 20, lost: 0 });
});

test("a batch whose answer was lost is not written twice", async () => {
  const batch = {
    tenantId: world.tenant.tenantId,
    calls: JSON.stringify([endRow(beginRow(facts()), { outcome: "ok", ms: 1 })]),
    count: 1,
    lost: 0,
    hasArguments: false,
  };
  await appendCalls([{ ...batch, isAgain: false }]);
  expect(await appendCalls([{ ...batch, isAgain: true }])).toEqual({ outcome: "done", written: [true] });
  expect(await verify()).toEqual({ ok: true, batches: 1, calls: 1, lost: 0 });
});

test("a database that goes away while a batch is written has it once afterwards", async () => {
  await writeBatches([1]);
  const admin = new pg.Client({ connectionString: adminUrl() });
  await admin.connect();
  try {
    await admin.query("BEGIN");
    await admin.query("SELECT FROM tenant.tool_call_ledgers WHERE tenant_id = $1 FOR UPDATE", [
      world.tenant.tenantId,
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

test("a batch that holds a call of the chain already is refused, so that the chain stays whole", async () => {
  const batch = {
    tenantId: world.tenant.tenantId,
    calls: JSON.stringify([endRow(beginRow(facts()), { outcome: "ok", ms: 1 })]),
    count: 1,
    lost: 0,
    hasArguments: false,
    isAgain: false,
  };
  await appendCalls([batch]);
  expect(await appendCalls([batch])).toMatchObject({ outcome: "refused" });
  expect(await verify()).toEqual({ ok: true, batches: 1, calls: 1, lost: 0 });
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

test("K09: an organisation's calls cannot push another's out, however many or large they are", async () => {
  const other = clientOf(await mintMember(await mintTenant(), "owner"));
  record("theirs", other);
  const large = { ...facts(), argumentsText: "x".repeat(4_000_000), outcome: "ok", ms: 1 } as const;
  for (let index = 0; index < 16; index += 1) recordCall(large);
  await flushCalls();
  expect(await verify()).toMatchObject({ ok: true, calls: 16, lost: 0 });
  record("theirs", other);
  for (let index = 0; index < HELD.rows + 9; index += 1) record();
  await flushCalls();
  expect(await verify()).toMatchObject({ ok: true, calls: HELD.rows + 15, lost: 10 });
  expect(await verifyToolCalls(other.tenantId)).toMatchObject({ ok: true, calls: 2, lost: 0 });
});

test("a batch no table takes costs nobody else's, and is counted", async () => {
  const other = clientOf(await mintMember(await mintTenant(), "owner"));
  recordCall({ ...facts(), upstreamId: "nonsense" as never, outcome: "ok", ms: 1 });
  record("fine", other);
  await flushCalls();
  expect(await verify()).toMatchObject({ ok: true, calls: 0, lost: 1 });
  expect(await verifyToolCalls(other.tenantId)).toMatchObject({ ok: true, calls: 1, lost: 0 });
});

test("what is older than its days goes batch by batch, and the rest can still be verified", async () => {
  await writeBatches([2, 3, 4]);
  await asAdmin(
    `UPDATE tenant.tool_call_batches SET at = at - interval '91 days' WHERE tenant_id = '${world.tenant.tenantId}' AND seq < 3`,
  );
  await purgeToolCalls();
  expect(await verify()).toEqual({ ok: true, batches: 1, calls: 4, lost: 0 });
  expect(await readCalls()).toHaveLength(4);
  await writeBatches([1]);
  expect(await verify()).toEqual({ ok: true, batches: 2, calls: 5, lost: 0 });
  await asAdmin(
    `DELETE FROM tenant.tool_call_batches WHERE tenant_id = '${world.tenant.tenantId}' AND seq = 3`,
  );
  expect(await verify()).toEqual({ ok: false, problem: "missing", batch: 3n });
});

test("a call whose process was cut is closed as that, and enters the chain", async () => {
  const begun = await recordBefore(facts("delete_agent"));
  await asAdmin(`UPDATE tenant.tool_calls SET at = at - interval '4 hours' WHERE id = '${begun.id}'`);
  await purgeToolCalls();
  await flushCalls();
  expect(await readCalls()).toMatchObject([{ id: begun.id, outcome: "cut", batch: 1n }]);
  expect(await verify()).toMatchObject({ ok: true, calls: 1 });
});

test("an organisation that is removed takes its calls along", async () => {
  await writeBatches([2]);
  await asAdmin(`DELETE FROM tenant.tenants WHERE id = '${world.tenant.tenantId}'`);
  expect(await readCalls()).toEqual([]);
  record("too late");
  await flushCalls();
  expect(await readCalls()).toEqual([]);
});

test("K15: an app that ignores its limit fills a row a second, and what has none is counted", async () => {
  for (let sent = 0; sent < 500; sent++) recordCall({ ...facts(), outcome: "limited", ms: 0 });
  record("list_tags");
  await flushCalls();
  const calls = await readCalls();
  const limited = calls.filter(({ outcome }) => outcome === "limited").length;
  expect([limited, calls.length - limited]).toEqual([60, 1]);
  expect(await verify()).toMatchObject({ ok: true, calls: 61, lost: 440 });
});
