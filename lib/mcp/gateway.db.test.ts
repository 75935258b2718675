import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { setToolPolicy } from "#lib/access/set-tool-policy.ts";
import { GROUPS } from "#lib/catalog/groups.ts";
import type { MemberActor } from "#lib/kernel/actor.ts";
import { inTenant } from "#lib/platform/db/in-tenant.ts";
import { keyOf, type OpenSample, openSample } from "#lib/sample/open-sample.ts";
import {
  type MintedTenant,
  mintGrantWithToken,
  mintMember,
  mintTenant,
  mintUpstream,
} from "#lib/testing/mint.ts";
import { allowOutbound, type Gateway, openGateway } from "#lib/testing/open-gateway.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import { closeSessions } from "#lib/upstreams/lease-session.ts";

useDatabase();

const ALL_GROUPS = GROUPS.map(({ id }) => id);
const TOOLS = [
  "list_agents",
  "list_tags",
  "create_agent",
  "delete_agent",
  "chat_with_agent",
  "acme_stock_level",
];

let sample: OpenSample;
let gateway: Gateway;
let tenant: MintedTenant;
let owner: MemberActor;
let member: MemberActor;
let ownerToken: string;

beforeAll(async () => {
  sample = await openSample();
  gateway = await openGateway();
  allowOutbound(sample.mcpUrl);
  tenant = await mintTenant();
  owner = await mintMember(tenant, "owner");
  member = await mintMember(tenant, "member");
  await mintUpstream(tenant, { url: sample.mcpUrl, key: keyOf("user"), name: "Acme Trinity", tools: TOOLS });
  ownerToken = (await mintGrantWithToken(owner, { groups: ALL_GROUPS })).token;
}, 30_000);

afterAll(async () => {
  await closeSessions();
  await gateway.close();
  await sample.close();
});

type Message = {
  id: unknown;
  result?: { tools: { name: string }[]; content: { text: string }[]; isError?: boolean } & Record<
    string,
    unknown
  >;
  error?: { code: number; message: string };
};
const read = async (response: Response) => (await response.json()) as Message;

describe("lists and calls", () => {
  test("a tool is listed with our title and hints and answers through the gateway, in both eras", async () => {
    const listed = await read(await gateway.modern("tools/list", {}, { token: ownerToken }));
    expect(listed.result).toMatchObject({ resultType: "complete", cacheScope: "private" });
    expect(listed.result?.tools.map(({ name }) => name)).toEqual(TOOLS.toSorted());
    expect(listed.result?.tools.find(({ name }) => name === "list_agents")).toMatchObject({
      title: expect.any(String) as string,
      annotations: { readOnlyHint: true },
    });
    const old = await read(await gateway.legacy("tools/list", {}, { token: ownerToken, id: "x" }));
    expect(old.result).not.toHaveProperty("resultType");
    const params = { name: "list_tags", arguments: {} };
    const modern = await read(await gateway.modern("tools/call", params, { token: ownerToken, id: "a" }));
    const legacy = await read(await gateway.legacy("tools/call", params, { token: ownerToken, id: "a" }));
    expect(modern).toMatchObject({ id: "a", result: { resultType: "complete" } });
    expect(legacy.result?.content).toEqual(modern.result?.content);
  });

  test("policy changed between two calls on one token decides the second", async () => {
    const { token } = await mintGrantWithToken(member, { groups: ["agents.read"] });
    const call = async () =>
      await read(await gateway.modern("tools/call", { name: "list_agents", arguments: {} }, { token }));
    expect((await call()).result?.isError ?? false).toBe(false);
    const rule = { role: "member", subject: "group", name: "agents.read" };
    await setToolPolicy(owner, { ...rule, allowed: false });
    expect((await call()).result).toMatchObject({ isError: true });
    const listed = await read(await gateway.modern("tools/list", {}, { token }));
    expect(listed.result?.tools).toEqual([]);
    await setToolPolicy(owner, { ...rule, allowed: null });
    expect((await call()).result?.isError ?? false).toBe(false);
  });

  test("an ended connection is a 401 as soon as the instance has heard of it", async () => {
    const { token, grantId } = await mintGrantWithToken(member, { groups: ["agents.read"] });
    expect((await gateway.modern("tools/list", {}, { token })).status).toBe(200);
    await inTenant(tenant.tenantId, (tx) =>
      tx.grant.updateMany({
        where: { tenantId: tenant.tenantId, id: grantId },
        data: { endedAt: new Date() },
      }),
    );
    await gateway.settle();
    expect((await gateway.modern("tools/list", {}, { token })).status).toBe(401);
  });
});

describe("the three kinds of refusal", () => {
  const call = async (name: string, groups: readonly string[], who = member) => {
    const { token } = await mintGrantWithToken(who, { groups });
    return await gateway.modern("tools/call", { name, arguments: {} }, { token });
  };

  test("G06: a group the connection lacks is HTTP 403 naming every group, the ones it has too", async () => {
    const response = await call("list_agents", ["chat.external"]);
    expect(response.status).toBe(403);
    const header = response.headers.get("www-authenticate") ?? "";
    expect(header).toContain('error="insufficient_scope"');
    expect(header).toContain('scope="agents.read chat.external"');
    expect(header).toContain("resource_metadata=");
  });

  test("lists and connecting are never 403, whatever the connection lacks", async () => {
    const { token } = await mintGrantWithToken(member, { groups: [] });
    const listed = await gateway.modern("tools/list", {}, { token });
    expect([listed.status, (await read(listed)).result?.tools]).toEqual([200, []]);
    expect((await gateway.modern("server/discover", {}, { token })).status).toBe(200);
  });

  test("a tool the role forbids is a tool error with the reason and where to ask", async () => {
    const response = await call("delete_agent", ALL_GROUPS);
    expect(response.status).toBe(200);
    const { result } = await read(response);
    expect(result?.isError).toBe(true);
    expect(result?.content[0]?.text).toMatch(/Your role .* http:\/\/localhost:3000\/me\/connections/);
  });

  test("G24: an uncatalogued tool one may not use and one that is not there read the same", async () => {
    const hidden = await (await call("acme_stock_level", ALL_GROUPS)).text();
    const ungranted = await (await call("acme_stock_level", ["agents.read"], owner)).text();
    const missing = await (await call("no_such_tool", ALL_GROUPS)).text();
    expect(hidden).toBe(missing);
    expect(ungranted).toBe(missing);
    expect(JSON.parse(missing)).toMatchObject({ error: { code: -32602 } });
  });

  test("the use of a connection is noted, at most once a minute", async () => {
    const { token, grantId } = await mintGrantWithToken(member, { groups: ["agents.read"] });
    await gateway.modern("tools/list", {}, { token });
    const lastUsedAt = async () =>
      await inTenant(tenant.tenantId, async (tx) => {
        const where = { tenantId: tenant.tenantId, id: grantId };
        return (await tx.grant.findFirst({ where, select: { lastUsedAt: true } }))?.lastUsedAt ?? null;
      });
    await expect.poll(lastUsedAt, { timeout: 30_000 }).not.toBeNull();
    const first = await lastUsedAt();
    await gateway.modern("tools/list", {}, { token });
    expect(await lastUsedAt()).toEqual(first);
  });
});
