import { expect, test } from "vitest";
import { inTenant } from "#lib/platform/db/in-tenant.ts";
import { type MintedTenant, mintMember, mintTenant, mintUpstream } from "#lib/testing/mint.ts";
import { answerJson } from "#lib/testing/open-fake-upstream.ts";
import { mailsTo } from "#lib/testing/people.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import { FAKE_KEY, useGateway } from "#lib/testing/use-gateway.ts";
import { refreshDueTools } from "./refresh-due-tools.ts";

useDatabase();
const scene = useGateway();

const HOUR_MS = 3_600_000;

/** What the instance lists from now on, beside a tool that it keeps. */
const list = (...names: string[]) =>
  scene.fake.behave(({ id }, response) => {
    const tools = ["kept", ...names].map((name) => ({ name, inputSchema: { type: "object" } }));
    answerJson(response, 200, { jsonrpc: "2.0", id, result: { tools } });
  });
const fail = () => scene.fake.behave((_message, response) => answerJson(response, 500, {}));

/** What the job does an hour later, with the instance's row as `data` has it until then. */
async function look({ tenantId }: MintedTenant, data: object = {}): Promise<void> {
  const checkedAt = new Date(Date.now() - HOUR_MS);
  await inTenant(tenantId, (tx) =>
    tx.upstream.updateMany({ where: { tenantId }, data: { checkedAt, ...data } }),
  );
  await refreshDueTools();
}

/** An instance whose tools were all approved, with an owner who reads their mail. */
async function mintWatched(): Promise<{ tenant: MintedTenant; subjects: () => Promise<string[]> }> {
  const tenant = await mintTenant();
  const owner = await mintMember(tenant, "owner");
  await mintMember(tenant, "member");
  await mintUpstream(tenant, { url: scene.fake.url, key: FAKE_KEY, name: "Plant", tools: [] });
  list();
  await look(tenant, { toolsToldAt: new Date(Date.now() + HOUR_MS) });
  await inTenant(tenant.tenantId, async (tx) => {
    const where = { tenantId: tenant.tenantId };
    await tx.upstreamTool.updateMany({ where, data: { state: "approved" } });
    await tx.upstream.updateMany({ where, data: { toolsToldAt: null } });
  });
  return {
    tenant,
    subjects: async () => (await mailsTo(owner.email)).map(({ subject }) => subject).toReversed(),
  };
}

test("owners and admins are told once that an instance has failed for ten minutes, and once that it works again", async () => {
  const { tenant, subjects } = await mintWatched();
  fail();
  await look(tenant);
  expect(await subjects()).toEqual([]);
  await look(tenant, { problemSince: new Date(Date.now() - 11 * 60_000) });
  await look(tenant);
  expect(await subjects()).toEqual(["Plant does not answer"]);
  list();
  await look(tenant);
  await look(tenant);
  expect(await subjects()).toEqual(["Plant does not answer", "Plant answers again"]);
});

test("a failure that mends itself within ten minutes is nobody's mail, and neither is one of a paused instance", async () => {
  const { tenant, subjects } = await mintWatched();
  fail();
  await look(tenant);
  list();
  await look(tenant);
  fail();
  await look(tenant);
  await look(tenant, { problemSince: new Date(Date.now() - HOUR_MS), pausedAt: new Date() });
  expect(await subjects()).toEqual([]);
});

test("tools that wait are mailed once a day at most, and only when more came", async () => {
  const { tenant, subjects } = await mintWatched();
  list("new_one", "new_two");
  await look(tenant);
  list("new_one", "new_two", "new_three");
  await look(tenant);
  expect(await subjects()).toEqual(["2 tools wait for your review at Plant"]);
  const yesterday = { toolsToldAt: new Date(Date.now() - 25 * HOUR_MS) };
  await look(tenant, yesterday);
  expect(await subjects()).toEqual([
    "2 tools wait for your review at Plant",
    "3 tools wait for your review at Plant",
  ]);
  await look(tenant, { toolsToldAt: new Date(Date.now() + HOUR_MS) });
  expect(await subjects()).toHaveLength(2);
});

test("a plain member is not mailed", async () => {
  const tenant = await mintTenant();
  const member = await mintMember(tenant, "member");
  await mintUpstream(tenant, { url: scene.fake.url, key: FAKE_KEY, name: "Plant", tools: [] });
  fail();
  await look(tenant, { problem: "failed", problemSince: new Date(Date.now() - HOUR_MS) });
  expect(await mailsTo(member.email)).toEqual([]);
});
