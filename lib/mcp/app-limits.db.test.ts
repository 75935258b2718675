import { expect, test } from "vitest";
import { flushCalls } from "#lib/activity/flush-calls.ts";
import { blockClient } from "#lib/grants/block-client.ts";
import { getTenantClient } from "#lib/grants/get-tenant-client.ts";
import { listTenantClients } from "#lib/grants/list-tenant-clients.ts";
import { setAppPolicy } from "#lib/grants/set-app-policy.ts";
import { setClientPolicy } from "#lib/grants/set-client-policy.ts";
import { unblockClient } from "#lib/grants/unblock-client.ts";
import type { Effect } from "#lib/kernel/effects.ts";
import { useOauthServer } from "#lib/testing/drive-oauth.ts";
import { mintGrantWithToken, mintMember } from "#lib/testing/mint.ts";
import { type Listening, openListening } from "#lib/testing/open-listening.ts";
import { readCalls } from "#lib/testing/use-calls.ts";
import { useConnections } from "#lib/testing/use-connections.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import { useGateway } from "#lib/testing/use-gateway.ts";

useDatabase();
useOauthServer();
const scene = useGateway();
const world = useConnections(scene);

async function findApp() {
  const { clients } = await listTenantClients(world.owner, { isBlocked: false });
  return clients.find(({ clientId }) => clientId === "https://client.example/metadata.json")?.id ?? "";
}

async function limit(effectMax: Effect): Promise<void> {
  const id = await findApp();
  const { decision } = await getTenantClient(world.owner, { id });
  const version = decision?.version ?? 0;
  await setClientPolicy(world.owner, { id, decision: "rule", effectMax, hosts: [], version });
}

async function mintWriter(): Promise<string> {
  await world.sql(
    `INSERT INTO tenant.upstream_tools (tenant_id, id, upstream_id, name, definition, hash, state)
     SELECT $1, gen_random_uuid(), $2, n, jsonb_build_object('name', n, 'inputSchema', '{"type":"object"}'::jsonb), n, 'approved'
     FROM unnest(ARRAY['create_agent', 'delete_agent']) n ON CONFLICT DO NOTHING`,
    [scene.tenant.tenantId, scene.upstreamId],
  );
  const groups = ["agents.read", "agents.write", "agents.destructive"];
  const { token } = await mintGrantWithToken(await mintMember(scene.tenant, "admin"), { groups });
  return token;
}

const call = async (token: string, name: string) => {
  const answer = await scene.gateway.modern("tools/call", { name, arguments: {} }, { token });
  return { status: answer.status, text: await answer.text() };
};
const list = async (token: string) => await (await scene.gateway.modern("tools/list", {}, { token })).text();

async function listen(token: string): Promise<Listening> {
  const stream = await openListening(scene.gateway, { token, notifications: { toolsListChanged: true } });
  expect(await stream.next()).not.toBeNull();
  return stream;
}

async function readToEnd(stream: Listening): Promise<void> {
  let heard = await stream.next().catch(() => null);
  while (heard !== null) heard = await stream.next().catch(() => null);
}

test("an app gets no more than its limit at the very next call and list, whatever its connection holds", async () => {
  const token = await mintWriter();
  expect(await list(token)).toMatch(/create_agent.*delete_agent|delete_agent.*create_agent/s);
  expect((await call(token, "create_agent")).text).not.toContain("limits what this app");
  await limit("read");
  const listed = await list(token);
  expect(listed).toContain("list_agents");
  expect(listed).not.toMatch(/create_agent|delete_agent/);
  for (const name of ["create_agent", "delete_agent"]) {
    const refused = await call(token, name);
    expect([refused.status, refused.text]).toEqual([200, expect.stringContaining("limits what this app")]);
  }
  expect((await call(token, "list_agents")).text).not.toContain('isError":true');
  await limit("write");
  expect(await list(token)).toMatch(/create_agent/);
  expect((await call(token, "delete_agent")).text).toContain("limits what this app");
  await limit("destructive");
  expect(await list(token)).toMatch(/delete_agent/);
  await flushCalls();
  const denied = (await readCalls(scene.tenant)).filter(({ outcome }) => outcome === "denied");
  expect(denied.map(({ name, layer }) => ({ name, layer }))).toEqual([
    { name: "create_agent", layer: "app" },
    { name: "delete_agent", layer: "app" },
    { name: "delete_agent", layer: "app" },
  ]);
});

test("a limit that comes down cuts what is open, one that goes up cuts nothing", async () => {
  const token = await mintWriter();
  const narrow = await listen(token);
  await limit("read");
  await readToEnd(narrow);
  const open = await listen(token);
  await limit("destructive");
  expect(await open.next()).toMatchObject({ method: "notifications/tools/list_changed" });
  await open.close();
});

test("D13: a block ends what is open and every call, taken back it lets nobody in by an old token", async () => {
  const token = await mintWriter();
  const stream = await listen(token);
  const id = await findApp();
  await blockClient(world.owner, { id });
  await readToEnd(stream);
  expect((await call(token, "list_agents")).status).toBe(401);
  await unblockClient(world.owner, { id });
  expect((await call(token, "list_agents")).status).toBe(401);
});

test("a rule that lets in only the list leaves the connections there are", async () => {
  const token = await mintWriter();
  await setAppPolicy(world.owner, { policy: "list", version: 0 });
  expect((await call(token, "list_agents")).status).toBe(200);
});
