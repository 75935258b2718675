import { beforeAll, describe, expect, test } from "vitest";
import { GROUPS } from "#lib/catalog/groups.ts";
import type { ClientActor, MemberActor } from "#lib/kernel/actor.ts";
import type { GrantId } from "#lib/kernel/ids.ts";
import type { Role } from "#lib/kernel/permissions.ts";
import { inTenant } from "#lib/platform/db/in-tenant.ts";
import { type MintedTenant, mintMember, mintTenant, mintUpstream } from "#lib/testing/mint.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import { decide } from "./decide.ts";
import { listOfferedGroups } from "./list-offered-groups.ts";
import { listVisibleTools } from "./list-visible-tools.ts";
import { setToolPolicy } from "./set-tool-policy.ts";

useDatabase();

const ALL_GROUPS: readonly string[] = GROUPS.map(({ id }) => id);
const TOOLS = [
  "list_agents",
  "delete_agent",
  "acme_stock_level",
  "inject_credentials",
  "chat_with_quote_desk",
];
const UPSTREAM = { url: "https://trinity.example.com/mcp", key: "trinity_mcp_nobody-listens" };

let tenant: MintedTenant;
let owner: MemberActor;

const actorOf = (member: MemberActor, change: Partial<ClientActor> = {}): ClientActor => ({
  kind: "client",
  personId: member.personId,
  tenantId: member.tenantId,
  membershipId: member.membershipId,
  role: member.role,
  grantId: "00000000-0000-4000-8000-000000000000" as GrantId,
  clientId: "client",
  groups: ALL_GROUPS,
  resource: "",
  isSharedAddress: true,
  ...change,
});
const actorIn = async (role: Role, change?: Partial<ClientActor>) =>
  actorOf(await mintMember(tenant, role), change);
const layerOf = async (actor: ClientActor, name: string) => {
  const decision = await decide(actor, name);
  return decision.ok ? null : decision.layer;
};

beforeAll(async () => {
  tenant = await mintTenant();
  owner = await mintMember(tenant, "owner");
  await mintUpstream(tenant, { ...UPSTREAM, tools: TOOLS });
});

describe("which layer says no", () => {
  test.each([
    ["owner", "delete_agent", null],
    ["owner", "acme_stock_level", null],
    ["member", "list_agents", null],
    ["member", "delete_agent", "role"],
    ["member", "inject_credentials", "catalogue"],
    ["auditor", "list_agents", null],
    ["auditor", "delete_agent", "role"],
  ] as const)("%s calling %s: %s", async (role, name, layer) => {
    expect(await layerOf(await actorIn(role), name)).toBe(layer);
  });

  test("the call carries the instance, its own name for the tool and the key's version", async () => {
    expect(await decide(actorOf(owner), "list_agents")).toMatchObject({
      ok: true,
      call: {
        toolName: "list_agents",
        url: UPSTREAM.url,
        upstreamName: "Production",
        key: { version: 1 },
        group: "agents.read",
      },
    });
  });

  test("a tool the connection does not include names its group", async () => {
    const actor = await actorIn("member", { groups: ["chat.external"] });
    expect(await decide(actor, "list_agents")).toEqual({
      ok: false,
      layer: "grant",
      groups: ["agents.read"],
    });
  });

  test("G24: a foreign, an unknown, a gone and an uncatalogued tool one may not use are the same answer", async () => {
    const other = await mintTenant();
    await mintUpstream(other, { ...UPSTREAM, tools: ["other_tenants_tool", "list_tags"] });
    await mintUpstream(tenant, { ...UPSTREAM, slug: "gone", tools: ["old_tool"], state: "gone" });
    const member = await actorIn("member");
    const ungranted = actorOf(owner, { groups: ["agents.read"] });
    for (const name of [
      "other_tenants_tool",
      "list_tags",
      "no_such_tool",
      "",
      "gone_old_tool",
      "acme_stock_level",
    ]) {
      expect(await decide(member, name)).toEqual({ ok: false, layer: "unknown" });
    }
    expect(await decide(ungranted, "acme_stock_level")).toEqual({ ok: false, layer: "unknown" });
  });

  test("a tool an admin has not approved or has switched off says which", async () => {
    const second = await mintTenant();
    const admin = actorOf(await mintMember(second, "admin"));
    await mintUpstream(second, { ...UPSTREAM, tools: ["list_agents"], state: "pending" });
    expect(await decide(admin, "list_agents")).toEqual({ ok: false, layer: "state", state: "pending" });
    await inTenant(second.tenantId, (tx) =>
      tx.upstreamTool.updateMany({ where: { tenantId: second.tenantId }, data: { state: "off" } }),
    );
    expect(await decide(admin, "list_agents")).toEqual({ ok: false, layer: "state", state: "off" });
  });

  test("an instance still being registered has no tools", async () => {
    const draft = await mintTenant();
    await mintUpstream(draft, { ...UPSTREAM, tools: ["list_agents"] });
    await inTenant(draft.tenantId, (tx) =>
      tx.upstream.updateMany({ where: { tenantId: draft.tenantId }, data: { status: "draft" } }),
    );
    const actor = actorOf(await mintMember(draft, "owner"));
    expect(await layerOf(actor, "list_agents")).toBe("unknown");
    expect(await listVisibleTools(actor)).toEqual([]);
  });
});

describe("several instances", () => {
  test("the first keeps its names, the others' are prefixed, cut to 64 characters and still callable", async () => {
    const many = await mintTenant();
    const long = "t".repeat(60);
    const actor = actorOf(await mintMember(many, "owner"));
    await mintUpstream(many, { ...UPSTREAM, tools: ["list_agents", "second_list_tags"] });
    await mintUpstream(many, {
      ...UPSTREAM,
      slug: "second",
      name: "Second",
      tools: ["list_agents", "list_tags", long],
    });
    const names = (await listVisibleTools(actor)).map(({ exposedName }) => exposedName);
    expect(names.slice(0, 3)).toEqual(["list_agents", "second_list_tags", "second_list_agents"]);
    expect(names).toHaveLength(4);
    expect(names.every((name) => name.length <= 64)).toBe(true);
    const calls = await Promise.all(names.map(async (name) => await decide(actor, name)));
    expect(
      calls.map((decision) => (decision.ok ? [decision.call.upstreamName, decision.call.toolName] : null)),
    ).toEqual([
      ["Production", "list_agents"],
      ["Production", "second_list_tags"],
      ["Second", "list_agents"],
      ["Second", long],
    ]);
  });
});

test("a name a client remembers never comes to mean another instance's tool, whichever goes or comes first", async () => {
  const many = await mintTenant();
  const actor = actorOf(await mintMember(many, "owner"));
  const first = await mintUpstream(many, { ...UPSTREAM, name: "Staging", tools: ["delete_agent"] });
  await mintUpstream(many, { ...UPSTREAM, slug: "live", name: "Live", tools: ["delete_agent"] });
  const where = { tenantId: many.tenantId, id: first.upstreamId };
  const names = async () => (await listVisibleTools(actor)).map(({ exposedName }) => exposedName);
  expect(await names()).toEqual(["delete_agent", "live_delete_agent"]);
  await inTenant(many.tenantId, (tx) => tx.upstream.updateMany({ where, data: { status: "draft" } }));
  expect(await layerOf(actor, "delete_agent")).toBe("unknown");
  await inTenant(many.tenantId, (tx) => tx.upstream.deleteMany({ where }));
  expect(await layerOf(actor, "delete_agent")).toBe("unknown");
  expect(await names()).toEqual(["live_delete_agent"]);
});

describe("lists agree with calls", () => {
  test.each(["owner", "admin", "member", "auditor"] as const)(
    "%s sees exactly what may be called",
    async (role) => {
      for (const isSharedAddress of [true, false]) {
        const actor = await actorIn(role, { isSharedAddress });
        const visible = (await listVisibleTools(actor)).map(({ exposedName }) => exposedName);
        const callable: string[] = [];
        for (const name of TOOLS) if ((await decide(actor, name)).ok) callable.push(name);
        expect(visible.toSorted()).toEqual(callable.toSorted());
      }
    },
  );

  test("groups are offered with their tools; what the role forbids is locked, what we do not know is not named", async () => {
    const offered = await listOfferedGroups(
      { tenantId: tenant.tenantId, role: "member" },
      { isSharedAddress: true },
    );
    expect(offered.find(({ id }) => id === "agents.read")).toMatchObject({
      locked: null,
      tools: [{ name: "list_agents" }],
    });
    expect(offered.find(({ id }) => id === "agents.destructive")).toMatchObject({ locked: "role" });
    expect(JSON.stringify(offered)).not.toContain("acme_stock_level");
    expect(JSON.stringify(offered)).not.toContain("inject_credentials");
    const all = await listOfferedGroups(
      { tenantId: tenant.tenantId, role: "owner" },
      { isSharedAddress: true },
    );
    expect(JSON.stringify(all)).toContain("acme_stock_level");
  });
});

describe("decisions of the organisation", () => {
  test("are for its admins, about tools it has, and can be taken back", async () => {
    const second = await mintTenant();
    const admin = await mintMember(second, "admin");
    const member = await mintMember(second, "member");
    await mintUpstream(second, { ...UPSTREAM, tools: ["delete_agent"] });
    const rule = { role: "member", subject: "tool", name: "delete_agent", allowed: true };
    await expect(setToolPolicy(member, rule)).rejects.toMatchObject({ code: "forbidden" });
    await expect(setToolPolicy(admin, { ...rule, name: "no_such" })).rejects.toMatchObject({
      code: "not_found",
    });
    await expect(setToolPolicy(admin, { ...rule, subject: "group" })).rejects.toMatchObject({
      code: "invalid_input",
    });
    await setToolPolicy(admin, rule);
    expect(await layerOf(actorOf(member), "delete_agent")).toBeNull();
    await setToolPolicy(admin, { ...rule, allowed: false });
    expect(await layerOf(actorOf(member), "delete_agent")).toBe("policy");
    await setToolPolicy(admin, { ...rule, allowed: null });
    expect(await layerOf(actorOf(member), "delete_agent")).toBe("role");
  });
});
