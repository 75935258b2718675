import { expect, test } from "vitest";
import { inTenant } from "#lib/platform/db/in-tenant.ts";
import { type MintedTenant, mintTenant, mintUpstream } from "#lib/testing/mint.ts";
import { answerJson } from "#lib/testing/open-fake-upstream.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import { FAKE_KEY, useGateway } from "#lib/testing/use-gateway.ts";
import { refreshDueTools } from "./refresh-due-tools.ts";

useDatabase();
const scene = useGateway();

const list = (...names: string[]) =>
  scene.fake.behave(({ id }, response) => {
    const tools = names.map((name) => ({ name, inputSchema: { type: "object" } }));
    answerJson(response, 200, { jsonrpc: "2.0", id, result: { tools } });
  });
const age = async ({ tenantId }: MintedTenant, minutes: number, data: object = {}) =>
  await inTenant(tenantId, (tx) =>
    tx.upstream.updateMany({
      where: { tenantId },
      data: { checkedAt: new Date(Date.now() - minutes * 60_000), ...data },
    }),
  );
const states = async ({ tenantId }: MintedTenant) =>
  await inTenant(tenantId, async (tx) => {
    const rows = await tx.upstreamTool.findMany({ where: { tenantId }, orderBy: { name: "asc" } });
    return Object.fromEntries(rows.map(({ name, state }) => [name, state]));
  });

async function mintDue(name: string): Promise<MintedTenant> {
  const tenant = await mintTenant();
  await mintUpstream(tenant, { url: scene.fake.url, key: FAKE_KEY, name, tools: ["chat_with_ada"] });
  await age(tenant, 13);
  return tenant;
}

test("tools that appear wait for an admin unless they are known to be harmless, and vanished ones are gone", async () => {
  const tenant = await mintDue("Due");
  list("chat_with_bob", "list_agents");
  await refreshDueTools((name) => name === "list_agents");
  expect(await states(tenant)).toEqual({
    chat_with_ada: "gone",
    chat_with_bob: "pending",
    list_agents: "approved",
  });
});

test("an instance that was looked at within ten minutes, a draft and one that fails are left as they are", async () => {
  const [fresh, draft, failing] = [await mintDue("Fresh"), await mintDue("Draft"), await mintDue("Failing")];
  await age(fresh, 9);
  await age(draft, 60, { status: "draft" });
  await age(failing, 60, { url: `${scene.fake.url}/nowhere` });
  const before = scene.fake.count("tools/list");
  scene.fake.behave((_message, response) => answerJson(response, 500, {}));
  await refreshDueTools();
  // The failing one, and once more, as every list.
  expect(scene.fake.count("tools/list") - before).toBe(2);
  for (const tenant of [fresh, draft, failing])
    expect(await states(tenant)).toEqual({ chat_with_ada: "approved" });
});

test("of two processes that find an instance due one reads it", async () => {
  await mintDue("Shared");
  list("chat_with_ada");
  const before = scene.fake.count("tools/list");
  await Promise.all([refreshDueTools(), refreshDueTools(), refreshDueTools()]);
  expect(scene.fake.count("tools/list") - before).toBe(1);
});

test("K05: an instance that lists other names every time leaves no more than a thousand old ones behind", async () => {
  const tenant = await mintDue("Restless");
  for (let round = 0; round < 4; round += 1) {
    list(...Array.from({ length: 900 }, (_, at) => `tool_${round}_${at}`));
    await refreshDueTools();
    await age(tenant, 13);
  }
  const counts = Map.groupBy(Object.values(await states(tenant)), (state) => state);
  expect([counts.get("pending")?.length, counts.get("gone")?.length]).toEqual([900, 1_000]);
});
