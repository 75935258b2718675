import { expect, test } from "vitest";
import { setToolPolicy } from "#lib/access/set-tool-policy.ts";
import type { MemberActor } from "#lib/kernel/actor.ts";
import { mintGrantWithToken, mintMember, mintTenant, mintUpstream } from "#lib/testing/mint.ts";
import { readEvents } from "#lib/testing/open-listening.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import { useKeys } from "#lib/testing/use-keys.ts";

useDatabase();
const { scene, world, allow, keyOf, send } = useKeys();

const TOOLS_CHANGED = { method: "notifications/tools/list_changed" };
const deny = (actor: MemberActor) =>
  setToolPolicy(actor, { role: "owner", subject: "tool", name: "list_agents", allowed: false });

async function listen(token: string, path?: string) {
  const options = { token, id: "l", ...(path === undefined ? {} : { path }) };
  const params = { notifications: { toolsListChanged: true } };
  const listening = readEvents(await scene.gateway.modern("subscriptions/listen", params, options));
  await listening.next();
  return listening;
}

test("K05: a stream opened with a Trinity key hears of changes, and keeps no other organisation from hearing", async () => {
  await allow();
  const key = keyOf(world.owner);
  expect((await send("tools/list", {}, key)).status).toBe(200);
  const withKey = await listen(key, `/api/mcp/${world.tenant.address}`);
  const tenant = await mintTenant();
  const other = await mintMember(tenant, "owner");
  await mintUpstream(tenant, { url: scene.fake.url, key: "trinity_mcp_other", tools: ["list_agents"] });
  const { token } = await mintGrantWithToken(other, { groups: ["agents.read"] });
  const theirs = await listen(token);
  await deny(world.owner);
  expect(await withKey.next()).toMatchObject(TOOLS_CHANGED);
  await deny(other);
  expect(await theirs.next()).toMatchObject(TOOLS_CHANGED);
  await Promise.all([withKey.close(), theirs.close()]);
});
