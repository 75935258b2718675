import { describe, expect, test } from "vitest";
import type { GrantId } from "#lib/kernel/ids.ts";
import { inTenant } from "#lib/platform/db/in-tenant.ts";
import { withPeerAddress } from "#lib/platform/limits/peer-address.ts";
import { mintGrantWithToken, mintMember, mintUpstream } from "#lib/testing/mint.ts";
import { asAdmin, clientOf, useCalls } from "#lib/testing/use-calls.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import { countToolCalls } from "./count-tool-calls.ts";
import { flushCalls } from "./flush-calls.ts";
import { getToolCall } from "./get-tool-call.ts";
import { listCallNetworks } from "./list-call-networks.ts";
import { listToolCalls } from "./list-tool-calls.ts";
import { listUsedApps } from "./list-used-apps.ts";
import { purgeToolCalls } from "./purge-tool-calls.ts";
import { recordBefore, recordCall } from "./record-call.ts";
import { CALL_OUTCOMES, type CallOutcome, type CallReason, type CallResult, toCallResult } from "./schema.ts";

useDatabase();
const { world, facts, record } = useCalls();

const HOUR_MS = 3_600_000;
const lastDay = () => ({ from: new Date(Date.now() - 24 * HOUR_MS), to: new Date(Date.now() + HOUR_MS) });
const end = (
  outcome: Exclude<CallOutcome, "started" | "cut">,
  name = outcome as string,
  reason?: CallReason,
) => recordCall({ ...facts(name), outcome, ms: 1, ...(reason === undefined ? {} : { reason }) });
const namesOf = async (filter: object) =>
  (await listToolCalls(world.owner, filter)).calls.map(({ name }) => name).toSorted();

/** One call of every kind; what began and has not ended is left so. */
async function recordEveryKind(): Promise<void> {
  for (const outcome of ["ok", "asked", "tool_error", "denied", "cancelled", "limited"] as const)
    end(outcome);
  end("upstream_failed", "unreachable", "unreachable");
  end("upstream_failed", "timeout", "timeout");
  await recordBefore(facts("started"));
  await flushCalls();
}

const BY_RESULT: Record<CallResult, string[]> = {
  done: ["asked", "ok"],
  denied: ["denied", "limited"],
  failed: ["tool_error", "unreachable"],
  timed_out: ["timeout"],
  cancelled: ["cancelled"],
  running: ["started"],
};

describe("calls are looked for", () => {
  test.each(Object.entries(BY_RESULT))("by what they came to: %s", async (result, names) => {
    await recordEveryKind();
    expect(await namesOf({ result })).toEqual(names);
    const { calls } = await listToolCalls(world.owner, { result });
    expect(calls.map(toCallResult)).toEqual(names.map(() => result));
  });

  test("by person, app, connection, instance, tool and time, and all of them together", async () => {
    const member = await mintMember(world.tenant, "member");
    const other = clientOf(member);
    const { upstreamId } = await mintUpstream(world.tenant, {
      url: "https://trinity.example/mcp",
      key: "trinity_mcp_x",
      name: "Berlin",
      tools: ["list_agents"],
    });
    record("mine");
    recordCall({ ...facts("theirs", { ...other, clientId: "other-app" }), upstreamId, outcome: "ok", ms: 1 });
    await flushCalls();
    for (const filter of [
      { personId: other.personId },
      { email: ` ${member.email.toUpperCase()}` },
      { clientId: "other-app" },
      { grantId: other.grantId },
      { upstreamId },
      { tool: "theirs" },
      { ...lastDay(), personId: other.personId, upstreamId, tool: "theirs", result: "done" },
    ]) {
      expect(await namesOf(filter)).toEqual(["theirs"]);
    }
    expect(await namesOf({ to: new Date(Date.now() - HOUR_MS) })).toEqual([]);
    expect(await namesOf({ tool: "their" })).toEqual([]);
    expect(await namesOf({ email: "nobody@people.example" })).toEqual([]);
    expect((await listToolCalls(world.owner, { upstreamId })).calls).toMatchObject([
      { upstreamName: "Berlin", personEmail: expect.stringContaining("@") },
    ]);
  });

  test("with the name the app had when it was allowed", async () => {
    const member = await mintMember(world.tenant, "member");
    const { grantId } = await mintGrantWithToken(member, { groups: ["agents.read"] });
    record("named", { ...clientOf(member), grantId: grantId as GrantId });
    await flushCalls();
    const [call] = (await listToolCalls(member, {})).calls;
    expect(call).toMatchObject({ clientName: expect.any(String), personName: "Somebody" });
    expect(call?.clientName).not.toBe("");
    const one = await getToolCall(member, { at: call?.at, id: call?.id });
    expect(one).toMatchObject({ name: "named", clientName: call?.clientName, argumentsText: null });
  });

  test.each([
    ["shared", false, "shared"],
    ["shared", true, "shared"],
    ["personal_first", false, "shared"],
    ["personal_first", true, "own"],
    ["personal", true, "own"],
  ])("one tells whose key it went with: %s, a key of one's own %s", async (keyMode, hasOwn, keyOf) => {
    const member = await mintMember(world.tenant, "member");
    const { tenantId } = world.tenant;
    const url = "https://trinity.example/mcp";
    const { upstreamId } = await mintUpstream(world.tenant, { url, key: "trinity_mcp_x", tools: [] });
    const place = { tenantId, upstreamId, ownerId: member.personId, version: 1 };
    const key = { id: crypto.randomUUID(), lastFour: "own1", sealed: Buffer.from("sealed") };
    await inTenant(tenantId, async (tx) => {
      await tx.upstream.updateMany({ where: { tenantId, id: upstreamId }, data: { keyMode } });
      if (hasOwn) await tx.upstreamKey.create({ data: { ...key, ...place }, select: { id: true } });
    });
    recordCall({ ...facts("keyed", clientOf(member)), upstreamId, outcome: "ok", ms: 1 });
    recordCall({ ...facts("nobodys", clientOf(member)), outcome: "denied", layer: "unknown", ms: 0 });
    await flushCalls();
    const { calls } = await listToolCalls(member, {});
    const keys = calls.map(async ({ at, id, name }) => [name, (await getToolCall(member, { at, id })).keyOf]);
    expect(Object.fromEntries(await Promise.all(keys))).toEqual({ keyed: keyOf, nobodys: null });
  });

  test("by where those of one connection came from, the latest first; a member learns that of their own alone", async () => {
    const member = await mintMember(world.tenant, "member");
    const actor = clientOf(member);
    for (const network of ["8.8.4.4", "9.9.9.9", "8.8.4.4"])
      withPeerAddress(network, () => record("from", actor));
    await flushCalls();
    const { grantId } = actor;
    const found = await listCallNetworks(member, { grantId });
    expect(new Map(found.map(({ network, calls }) => [network, calls]))).toEqual(
      new Map([
        ["8.8.4.0/24", 2],
        ["9.9.9.0/24", 1],
      ]),
    );
    expect(await listCallNetworks(world.owner, { grantId })).toEqual(found);
    const other = await mintMember(world.tenant, "member");
    expect(await listCallNetworks(other, { grantId })).toEqual([]);
  });

  test("I17: whoever sees their own alone finds nobody else's by any filter", async () => {
    const member = await mintMember(world.tenant, "member");
    record("owners");
    await flushCalls();
    const { personId, grantId, clientId } = world.actor;
    for (const filter of [
      {},
      { personId },
      { grantId },
      { clientId },
      { tool: "owners" },
      { result: "done" },
    ]) {
      expect((await listToolCalls(member, filter)).calls).toEqual([]);
      expect((await countToolCalls(member, { ...lastDay(), ...filter })).totals).toEqual({});
    }
  });

  test("among the apps that were connected, one's own where one sees no other", async () => {
    const [member, other] = [
      await mintMember(world.tenant, "member"),
      await mintMember(world.tenant, "member"),
    ];
    await mintGrantWithToken(member, { groups: ["agents.read"] });
    expect(await listUsedApps(world.owner, {})).toMatchObject([{ name: expect.any(String) }]);
    expect(await listUsedApps(member, {})).toHaveLength(1);
    expect(await listUsedApps(other, {})).toEqual([]);
  });

  test.each([
    ["a person that is no id", { personId: "me" }],
    ["a result there is not", { result: "fine" }],
    ["a tool's name that is too long", { tool: "x".repeat(257) }],
    ["a word we do not know", { colour: "red" }],
    ["a time that is none", { from: "yesterday" }],
  ])("and %s is refused", async (_what, filter) => {
    await expect(listToolCalls(world.owner, filter)).rejects.toMatchObject({ code: "invalid_input" });
  });
});

describe("the chart of a range", () => {
  test("counts what each call came to, by the hour and from the calls alike", async () => {
    await recordEveryKind();
    const ended = { done: 2, denied: 2, failed: 2, timed_out: 1, cancelled: 1 };
    expect(await countToolCalls(world.owner, lastDay())).toMatchObject({ seconds: 3600, totals: ended });
    const short = { from: new Date(Date.now() - HOUR_MS), to: new Date(Date.now() + 60_000) };
    expect(await countToolCalls(world.owner, short)).toMatchObject({
      seconds: 300,
      totals: { ...ended, running: 1 },
    });
    const denied = await countToolCalls(world.owner, { ...lastDay(), result: "denied" });
    expect([denied.totals, denied.isCapped]).toEqual([{ denied: 2 }, false]);
    const some = await countToolCalls(world.owner, { ...lastDay(), tool: "timeout" });
    expect([some.totals, some.isCapped]).toEqual([{ timed_out: 1 }, false]);
  });

  test.each([
    [1, 300],
    [5, 300],
    [24, 3600],
    [7 * 24, 21_600],
    [30 * 24, 86_400],
    [90 * 24, 604_800],
    [40_000, 604_800],
  ])("of %i hours has at most 62 stretches and all calls in them", async (hours, seconds) => {
    record("now");
    await flushCalls();
    const to = new Date(Date.now() + 1000);
    const counts = await countToolCalls(world.owner, { from: new Date(to.getTime() - hours * HOUR_MS), to });
    expect(counts.seconds).toBe(seconds);
    expect(counts.buckets.length).toBeLessThanOrEqual(62);
    expect(counts.buckets.map(({ counts: { done = 0 } }) => done).reduce((a, b) => a + b)).toBe(1);
    expect(counts.totals).toEqual({ done: 1 });
  });

  test("of a range that ends before it begins is empty", async () => {
    const counts = await countToolCalls(world.owner, { from: new Date(), to: new Date(0) });
    expect(counts.totals).toEqual({});
  });

  test("forgets what the calls' own retention forgets", async () => {
    record("old");
    await flushCalls();
    const { tenantId } = world.tenant;
    await asAdmin(`
      UPDATE tenant.tool_call_hours SET hour = hour - interval '91 days' WHERE tenant_id = '${tenantId}';
      UPDATE tenant.tool_calls SET at = at - interval '91 days' WHERE tenant_id = '${tenantId}';
      UPDATE tenant.tool_call_batches SET at = at - interval '91 days' WHERE tenant_id = '${tenantId}'`);
    const range = { from: new Date(Date.now() - 100 * 24 * HOUR_MS), to: new Date() };
    expect((await countToolCalls(world.owner, range)).totals).toEqual({ done: 1 });
    await purgeToolCalls();
    expect((await countToolCalls(world.owner, range)).totals).toEqual({});
  });
});

test("the database and the pages mean the same by a result", async () => {
  await recordEveryKind();
  await asAdmin(`UPDATE tenant.tool_calls SET outcome = 'cut' WHERE outcome = 'started'`);
  const { calls } = await listToolCalls(world.owner, {});
  expect(new Set(calls.map(({ outcome }) => outcome))).toEqual(
    new Set(CALL_OUTCOMES.filter((outcome) => outcome !== "started")),
  );
  for (const result of Object.keys(BY_RESULT) as CallResult[]) {
    const found = await listToolCalls(world.owner, { result });
    expect(found.calls.map(({ id }) => id)).toEqual(
      calls.filter((call) => toCallResult(call) === result).map(({ id }) => id),
    );
  }
});
