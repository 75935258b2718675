import { beforeEach, describe, expect, test } from "vitest";
import { flushCalls } from "#lib/activity/flush-calls.ts";
import { purgeToolCalls } from "#lib/activity/purge-tool-calls.ts";
import { recordCall } from "#lib/activity/record-call.ts";
import type { MemberActor } from "#lib/kernel/actor.ts";
import { inTenant } from "#lib/platform/db/in-tenant.ts";
import { type MintedTenant, mintMember, mintTenant } from "#lib/testing/mint.ts";
import { mailsTo } from "#lib/testing/people.ts";
import {
  deliver,
  openStream,
  passWait,
  rowsOf,
  sign,
  useCollector,
} from "#lib/testing/streams/use-collector.ts";
import { clientOf } from "#lib/testing/use-calls.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import { appendAuditRows, asDatabaseAdmin, makeExport } from "#lib/testing/use-exports.ts";
import { changeLogStream } from "./change-log-stream.ts";
import { getLogStream } from "./get-log-stream.ts";
import { pauseLogStream } from "./pause-log-stream.ts";
import { DELIVERY_BYTES_MAX, DELIVERY_ROWS_MAX } from "./policy.ts";
import { resumeLogStream } from "./resume-log-stream.ts";
import { rotateStreamSecret } from "./rotate-stream-secret.ts";

useDatabase();
const collector = useCollector();

let tenant: MintedTenant;
let owner: MemberActor;
beforeEach(async () => {
  await asDatabaseAdmin("DELETE FROM tenant.log_streams");
  tenant = await mintTenant();
  owner = await mintMember(tenant, "owner");
});

const seqs = () => rowsOf(collector, "audit").map(({ row }) => Number((row as { seq: string }).seq));
const upTo = (count: number, first = 1) => Array.from({ length: count }, (_, index) => first + index);

async function callTools(count: number, actor = owner): Promise<void> {
  for (let index = 0; index < count; index += 1) {
    recordCall({
      actor: clientOf(actor),
      method: "tools/call",
      era: "legacy",
      name: `tool_${index}`,
      ownName: `tool_${index}`,
      group: "agents.read",
      bytesIn: 100,
      outcome: "ok",
      ms: 1,
    });
  }
  await flushCalls();
}

/** An attempt of the organisation, last changed so long ago. */
async function plantAttempt(number: string, { minutes = 10, of = tenant } = {}): Promise<string> {
  const id = crypto.randomUUID();
  await asDatabaseAdmin(`
    INSERT INTO auth.attempts (id, number, started_at, last_at, furthest, furthest_at, family, network, tenant_id)
    VALUES ('${id}', '${number}', now() - interval '1 hour', now(), 7, now() - interval '1 hour', 'x', '9.9.9.0/24', '${of.tenantId}')`);
  await asDatabaseAdmin(
    `UPDATE auth.attempts SET changed_at = now() - interval '${minutes} minutes' WHERE id = '${id}'`,
  );
  return id;
}

describe("what is delivered", () => {
  test("is each row of the audit log once and in order, as an export has it, signed", async () => {
    await appendAuditRows(owner, 3);
    const { secret } = await openStream(owner, collector.url(), { start: "kept" });
    await deliver();
    expect(seqs()).toEqual(upTo(4));
    const [first] = collector.received;
    if (first === undefined) throw new Error("nothing came");
    expect(first.headers).toMatchObject({
      "content-type": "application/x-ndjson",
      "trinity-kind": "audit",
      "webhook-id": expect.stringMatching(/^msg_[0-9a-f]{32}$/) as string,
      "webhook-signature": sign(first, secret),
    });
    const exported = (await makeExport(owner, { timeZone: "UTC" })).trimEnd().split("\n").slice(1, 5);
    expect(rowsOf(collector, "audit").map(({ kind: _kind, ...row }) => row)).toEqual(
      exported.map((line) => JSON.parse(line) as unknown),
    );
    await appendAuditRows(owner, 2);
    await deliver();
    await deliver();
    expect(seqs().toSorted((a, b) => a - b)).toEqual(upTo(seqs().length));
    expect(await getLogStream(owner, {})).toMatchObject({
      state: "delivering",
      behind: { rows: 0, isMore: false },
    });
  });

  test("is each call once it is in the chain, as an export has it", async () => {
    await callTools(3);
    await openStream(owner, collector.url(), { kinds: ["activity"], start: "kept" });
    await callTools(2);
    await deliver();
    const names = rowsOf(collector, "activity").map(({ tool }) => tool);
    expect(names).toEqual(["tool_0", "tool_1", "tool_2", "tool_0", "tool_1"]);
    const file = await makeExport(owner, { kind: "activity", timeZone: "UTC" });
    const exported = file.trimEnd().split("\n").slice(1, -1);
    const byId = (rows: object[]) =>
      rows.toSorted((a, b) => String((a as { id: string }).id).localeCompare((b as { id: string }).id));
    expect(byId(rowsOf(collector, "activity").map(({ kind: _kind, ...row }) => row))).toEqual(
      byId(exported.map((line) => JSON.parse(line) as object)),
    );
  });

  test("is each attempt once nothing was added for five minutes, and again when it changed since", async () => {
    await openStream(owner, collector.url(), { kinds: ["attempts"], start: "kept" });
    const id = await plantAttempt("AAAA-0001");
    await plantAttempt("AAAA-0002", { minutes: 4 });
    await deliver();
    expect(rowsOf(collector, "attempts")).toMatchObject([
      { id, number: "AAAA-0001", state: "silent", stage: "S7", reason: "code_not_redeemed" },
    ]);
    await asDatabaseAdmin(`UPDATE auth.attempts SET event_count = 9, last_at = now() WHERE id = '${id}'`);
    await deliver();
    expect(rowsOf(collector, "attempts")).toHaveLength(1);
    await asDatabaseAdmin(`UPDATE auth.attempts SET furthest = 10 WHERE id = '${id}'`);
    await deliver();
    expect(rowsOf(collector, "attempts")).toHaveLength(1);
    await asDatabaseAdmin("UPDATE auth.attempts SET changed_at = now() - interval '6 minutes'");
    await deliver();
    expect(rowsOf(collector, "attempts").map(({ number, state }) => [number, state])).toEqual(
      expect.arrayContaining([
        ["AAAA-0001", "connected"],
        ["AAAA-0002", "silent"],
      ]),
    );
  });

  test("begins now unless all that is kept was asked for, and a kind that is added begins then", async () => {
    await appendAuditRows(owner, 2);
    await callTools(2);
    const { id } = await openStream(owner, collector.url());
    await deliver();
    expect(seqs()).toEqual([3]);
    const change = { id, version: 1, url: collector.url(), kinds: ["audit", "activity"] };
    await changeLogStream(owner, change);
    await callTools(1);
    await deliver();
    expect(seqs()).toEqual([3, 4]);
    expect(rowsOf(collector, "activity")).toHaveLength(1);
  });

  test("comes in deliveries of bounded rows and bytes; a larger row goes alone", async () => {
    await appendAuditRows(owner, DELIVERY_ROWS_MAX + 10);
    await appendAuditRows(owner, 8, "x".repeat(DELIVERY_BYTES_MAX / 4));
    await appendAuditRows(owner, 2, "x".repeat(DELIVERY_BYTES_MAX * 2));
    await openStream(owner, collector.url(), { start: "kept" });
    for (let turn = 0; turn < 4; turn += 1) await deliver();
    const sizes = collector.received.map(({ body, rows }) => ({ bytes: body.length, rows: rows.length }));
    expect(sizes.every(({ rows }) => rows <= DELIVERY_ROWS_MAX)).toBe(true);
    expect(sizes.every(({ bytes, rows }) => bytes <= DELIVERY_BYTES_MAX || rows === 1)).toBe(true);
    expect(sizes.filter(({ bytes }) => bytes > DELIVERY_BYTES_MAX)).toHaveLength(2);
    expect(seqs()).toEqual(upTo(DELIVERY_ROWS_MAX + 21));
  });

  test("I23: is the organisation's own alone, whatever else comes at the same moment", async () => {
    const other = await mintTenant();
    const theirs = await mintMember(other, "owner");
    const kinds = ["audit", "activity", "attempts"];
    await openStream(owner, collector.url("/ours"), { kinds, start: "kept" });
    await openStream(theirs, collector.url("/theirs"), { kinds, start: "kept" });
    await Promise.all([appendAuditRows(owner, 5), appendAuditRows(theirs, 5)]);
    await Promise.all([callTools(5), callTools(5, theirs)]);
    await plantAttempt("BBBB-0001");
    await plantAttempt("BBBB-0002", { of: other });
    await deliver();
    const pathOf = { [tenant.tenantId]: "/ours", [other.tenantId]: "/theirs" };
    const counts: Record<string, number> = {};
    for (const { path, rows } of collector.received) {
      for (const row of rows) {
        const { tenantId } = (row["row"] ?? {}) as { tenantId?: string };
        if (tenantId !== undefined) expect(pathOf[tenantId]).toBe(path);
        if (row.kind === "activity")
          expect(row["address"]).toBe(path === "/ours" ? owner.email : theirs.email);
        if (row.kind === "attempts") expect(row["number"]).toBe(path === "/ours" ? "BBBB-0001" : "BBBB-0002");
        counts[`${path} ${row.kind}`] = (counts[`${path} ${row.kind}`] ?? 0) + 1;
      }
    }
    const each = { audit: 6, activity: 5, attempts: 1 };
    expect(counts).toEqual(
      Object.fromEntries(
        ["/ours", "/theirs"].flatMap((path) =>
          Object.entries(each).map(([kind, count]) => [`${path} ${kind}`, count]),
        ),
      ),
    );
  });

  test("I23: nothing goes out for an organisation that is suspended, or while its stream is paused", async () => {
    const { id } = await openStream(owner, collector.url());
    await pauseLogStream(owner, { id });
    await deliver();
    await resumeLogStream(owner, { id });
    await asDatabaseAdmin(`UPDATE tenant.tenants SET status = 'suspended' WHERE id = '${tenant.tenantId}'`);
    await deliver();
    expect(collector.received).toEqual([]);
    await asDatabaseAdmin(`UPDATE tenant.tenants SET status = 'active' WHERE id = '${tenant.tenantId}'`);
    await deliver();
    expect(seqs()).toEqual([1, 2, 3]);
  });
});

test("L11: for a day after a rotation both secrets sign, then the new one alone", async () => {
  const { id, secret } = await openStream(owner, collector.url());
  const { secret: newer } = await rotateStreamSecret(owner, { id });
  await deliver();
  const [both] = collector.received;
  if (both === undefined) throw new Error("nothing came");
  expect(both.headers["webhook-signature"]).toBe(`${sign(both, newer)} ${sign(both, secret)}`);
  await asDatabaseAdmin("UPDATE tenant.log_streams SET previous_until = now() - interval '1 second'");
  await appendAuditRows(owner, 1);
  await deliver();
  const last = collector.received.at(-1);
  if (last === undefined) throw new Error("nothing came");
  expect(last.headers["webhook-signature"]).toBe(sign(last, newer));
  const [row] = await inTenant(tenant.tenantId, (tx) => tx.logStream.findMany());
  expect(row).toMatchObject({ previousSealed: null, previousUntil: null });
});

describe("a collector that does not take it", () => {
  test("gets the same delivery under the same id until it does, and nothing is left out", async () => {
    await openStream(owner, collector.url());
    collector.answer = (response) => response.writeHead(503).end();
    await deliver();
    await deliver();
    expect(collector.received).toHaveLength(1);
    expect(await getLogStream(owner, {})).toMatchObject({ state: "failing", failure: "busy" });
    await appendAuditRows(owner, 3);
    await passWait();
    await deliver();
    collector.answer = (response) => response.writeHead(200).end();
    await passWait();
    await deliver();
    const ids = collector.received.map(({ headers }) => headers["webhook-id"]);
    expect(ids[1]).toBe(ids[0]);
    expect(ids[2]).toBe(ids[0]);
    expect(collector.received[2]?.body).toBe(collector.received[0]?.body);
    expect(new Set(seqs())).toEqual(new Set(upTo(4)));
    expect(await getLogStream(owner, {})).toMatchObject({ state: "delivering", failure: null });
  });

  test("for a day is told of once, for a week stops with a mail; resumed it goes on where it was", async () => {
    const admin = await mintMember(tenant, "admin");
    const member = await mintMember(tenant, "member");
    const subjects = async ({ email }: MemberActor) => (await mailsTo(email)).map(({ subject }) => subject);
    const failFor = async (interval: string) => {
      await asDatabaseAdmin(`UPDATE tenant.log_streams SET failing_since = now() - interval '${interval}'`);
      await passWait();
      await deliver();
    };
    const { id } = await openStream(owner, collector.url());
    collector.answer = (response) => response.writeHead(500).end();
    await deliver();
    await failFor("23 hours");
    expect(await subjects(admin)).toEqual([]);
    await failFor("25 hours");
    await failFor("26 hours");
    expect(await subjects(admin)).toEqual([`The log stream of ${tenant.name} fails`]);
    await failFor("8 days");
    expect(await subjects(owner)).toContain(`The log stream of ${tenant.name} has stopped`);
    expect(await subjects(member)).toEqual([]);
    expect(await getLogStream(owner, {})).toMatchObject({ state: "stopped", failure: "broken" });
    const count = collector.received.length;
    await passWait();
    await deliver();
    expect(collector.received).toHaveLength(count);
    collector.answer = (response) => response.writeHead(204).end();
    collector.received = [];
    await resumeLogStream(owner, { id });
    await deliver();
    expect(seqs()).toEqual(upTo(3));
    const actions = rowsOf(collector, "audit").map(({ row }) => row);
    expect(actions[1]).toMatchObject({
      action: "log-stream.stop",
      actorKind: "system",
      actorId: "deliver-logs",
      after: { failure: "broken" },
    });
  });

  test("past the time calls are kept misses them, and how many is said", async () => {
    await callTools(3);
    const { id } = await openStream(owner, collector.url(), {
      kinds: ["activity", "attempts"],
      start: "kept",
    });
    await deliver();
    expect(rowsOf(collector, "activity")).toHaveLength(3);
    await pauseLogStream(owner, { id });
    await callTools(4);
    await plantAttempt("CCCC-0001");
    await asDatabaseAdmin(
      `UPDATE tenant.tool_call_batches SET at = now() - interval '1 year' WHERE tenant_id = '${tenant.tenantId}'`,
    );
    await purgeToolCalls();
    await asDatabaseAdmin("DELETE FROM auth.attempts WHERE number = 'CCCC-0001'");
    await callTools(2);
    expect(await getLogStream(owner, {})).toMatchObject({ missed: 5, behind: { rows: 2 } });
    await resumeLogStream(owner, { id });
    await deliver();
    expect(rowsOf(collector, "activity")).toHaveLength(5);
  });
});
