import { expect, test } from "vitest";
import { flushCalls } from "#lib/activity/flush-calls.ts";
import { verifyToolCalls } from "#lib/activity/verify-tool-calls.ts";
import { inTenant } from "#lib/platform/db/in-tenant.ts";
import { mintGrantWithToken, mintMember, mintUpstream } from "#lib/testing/mint.ts";
import { answerJson } from "#lib/testing/open-fake-upstream.ts";
import { asAdmin, readCalls } from "#lib/testing/use-calls.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import { makeCalls, useGateway } from "#lib/testing/use-gateway.ts";

useDatabase();
const scene = useGateway();
const { callWith, call } = makeCalls(scene);

/** The rows that came since the last time. */
const seen = new Set<string>();
async function readNew() {
  await flushCalls();
  const rows = (await readCalls(scene.tenant)).filter(({ id }) => !seen.has(id));
  for (const { id } of rows) seen.add(id);
  return rows;
}
const callTool = async (name: string, token: string) =>
  await (
    await scene.gateway.legacy("tools/call", { name, arguments: { word: "canary" } }, { token, id: 5 })
  ).text();

async function makeOwner() {
  const owner = await mintMember(scene.tenant, "owner");
  const spec = { url: scene.fake.url, key: "trinity_mcp_second", name: "Paris", slug: "paris" };
  await mintUpstream(scene.tenant, { ...spec, tools: ["delete_agent"] });
  return await mintGrantWithToken(owner, { groups: ["agents.read", "agents.destructive"] });
}

test("L04: a call is exactly one row that says who, with what, which tool, how it ended and how large it was", async () => {
  await call({ word: "canary" });
  const [row, ...others] = await readNew();
  expect(others).toEqual([]);
  expect(row).toMatchObject({
    personId: scene.member.personId,
    clientId: "https://client.example/metadata.json",
    upstreamId: scene.upstreamId,
    method: "tools/call",
    name: "list_agents",
    ownName: "list_agents",
    toolGroup: "agents.read",
    effect: "read",
    era: "modern",
    outcome: "ok",
    arguments: null,
  });
  expect([Number(row?.bytesIn) > 100, Number(row?.bytesOut) > 20]).toEqual([true, true]);
});

test("a call's time is told apart: until it was allowed, and what the instance took", async () => {
  const waitedMs = 60;
  scene.fake.behave(({ id }, response) => {
    const answer = { jsonrpc: "2.0", id, result: { content: [] } };
    setTimeout(() => answerJson(response, 200, answer), waitedMs);
  });
  await call();
  await callTool("no_such_tool", scene.token);
  const [made, refused] = await readNew();
  const { ms, decidedMs, upstreamMs } = made ?? {};
  // A timer may be a millisecond early by another clock.
  expect(Number(upstreamMs)).toBeGreaterThanOrEqual(waitedMs - 2);
  expect(Number(decidedMs) + Number(upstreamMs)).toBeLessThanOrEqual(Number(ms));
  expect([refused?.upstreamMs, refused?.decidedMs]).toEqual([null, refused?.ms]);
});

test("L04: refused calls are rows that say which layer said no", async () => {
  await callTool("no_such_tool", scene.token);
  await callTool("delete_agent", scene.token);
  const { token } = await mintGrantWithToken(scene.member, { groups: [] });
  await callTool("list_agents", token);
  expect((await readNew()).map(({ name, outcome, layer }) => [name, outcome, layer])).toEqual([
    ["no_such_tool", "denied", "unknown"],
    ["delete_agent", "denied", "unknown"],
    ["list_agents", "denied", "grant"],
  ]);
});

test("what is wrong with the instance is told by one of our own words", async () => {
  scene.fake.behave((_message, response) => answerJson(response, 500, { canary: true }));
  await call();
  scene.fake.behave(({ id }, response) =>
    answerJson(response, 200, {
      jsonrpc: "2.0",
      id,
      result: { isError: true, content: [{ type: "text", text: "canary" }] },
    }),
  );
  await call();
  expect((await readNew()).map(({ outcome, reason }) => [outcome, reason])).toEqual([
    ["upstream_failed", "failed"],
    ["tool_error", null],
  ]);
});

test("G34: a call that was given up is recorded as cancelled", async () => {
  scene.fake.behave(() => undefined);
  const received = scene.fake.received("tools/call");
  const cancelled = scene.fake.received("notifications/cancelled");
  const leaving = new AbortController();
  const response = callWith({}, { signal: leaving.signal }).catch(() => undefined);
  await received;
  leaving.abort();
  await cancelled;
  await response;
  expect(await readNew()).toMatchObject([{ outcome: "cancelled", reason: "client" }]);
});

test("K09: a destructive call is a committed row before the instance hears of it", async () => {
  const { token, grantId } = await makeOwner();
  const before: unknown[] = [];
  scene.fake.behave(({ id }, response) => {
    void readCalls(scene.tenant).then((rows) => {
      before.push(...rows.filter((row) => row.grantId === grantId).map(({ outcome }) => outcome));
      answerJson(response, 200, { jsonrpc: "2.0", id, result: { content: [] } });
    });
  });
  await callTool("paris_delete_agent", token);
  expect(before).toEqual(["started"]);
  expect(await readNew()).toMatchObject([
    { grantId, ownName: "delete_agent", effect: "destructive", outcome: "ok" },
  ]);
});

test("K09: when it cannot be recorded a destructive call is not made, others are and wait", async () => {
  const owner = await mintMember(scene.tenant, "owner");
  const { token } = await mintGrantWithToken(owner, { groups: ["agents.read", "agents.destructive"] });
  const made = scene.fake.count("tools/call");
  await asAdmin("REVOKE INSERT ON tenant.tool_calls FROM connect_app");
  try {
    expect(await callTool("paris_delete_agent", token)).toContain("Nothing was done");
    expect(scene.fake.count("tools/call")).toBe(made);
    expect(await callTool("list_agents", token)).toContain("canary");
  } finally {
    await asAdmin("GRANT INSERT ON tenant.tool_calls TO connect_app");
  }
  expect((await readNew()).map(({ name, outcome }) => [name, outcome])).toEqual([["list_agents", "ok"]]);
});

test("L01: nothing of arguments, results or tokens is in the ledger, which verifies", async () => {
  await readNew();
  const stored = JSON.stringify(await readCalls(scene.tenant), (_key, value: unknown) =>
    typeof value === "bigint" ? String(value) : value,
  );
  for (const secret of ["canary", scene.token, "trinity_mcp_"]) expect(stored).not.toContain(secret);
  expect(await verifyToolCalls(scene.tenant.tenantId)).toMatchObject({ ok: true, lost: 0 });
});

test("1,000 calls at once are 1,000 rows", async () => {
  const { tenantId } = scene.tenant;
  const before = await inTenant(tenantId, (tx) => tx.toolCall.count({ where: { tenantId } }));
  const tokens: string[] = [];
  while (tokens.length < 5) {
    const person = await mintMember(scene.tenant, "member");
    tokens.push((await mintGrantWithToken(person, { groups: ["agents.read"] })).token);
  }
  const callAll = async () => {
    const calls = Array.from({ length: 10 }, () => tokens.map((token) => call({}, { token })));
    await Promise.all(calls.flat());
  };
  for (let round = 0; round < 20; round += 1) await callAll();
  await flushCalls();
  expect(await inTenant(tenantId, (tx) => tx.toolCall.count({ where: { tenantId } }))).toBe(before + 1_000);
  expect(await verifyToolCalls(tenantId)).toMatchObject({ ok: true, calls: before + 1_000, lost: 0 });
});

test("L04: a refused prompt or resource is a row as well", async () => {
  const { token } = await mintGrantWithToken(scene.member, { groups: ["agents.read"] });
  await scene.gateway.legacy("prompts/get", { name: "nothing" }, { token, id: 6 });
  await scene.gateway.legacy("resources/read", { uri: "file:///nothing?canary" }, { token, id: 7 });
  expect((await readNew()).map(({ method, name, outcome }) => [method, name, outcome])).toEqual(
    expect.arrayContaining([
      ["prompts/get", "nothing", "denied"],
      ["resources/read", "file:///nothing", "denied"],
    ]),
  );
});
