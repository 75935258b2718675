import { describe, expect, test } from "vitest";
import type { ClientActor, MemberActor } from "#lib/kernel/actor.ts";
import type { GrantId } from "#lib/kernel/ids.ts";
import type { Role } from "#lib/kernel/permissions.ts";
import { inTenant } from "#lib/platform/db/in-tenant.ts";
import { type MintedTenant, mintMember, mintTenant, mintUpstream } from "#lib/testing/mint.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import { decideFeatures, offering } from "./decide-feature.ts";
import { listOfferedGroups } from "./list-offered-groups.ts";
import { setToolPolicy } from "./set-tool-policy.ts";

useDatabase();

const SPEC = { url: "https://trinity.example.com/mcp", key: "trinity_mcp_nobody-listens", tools: [] };

const actorOf = (member: MemberActor, change: Partial<ClientActor> = {}): ClientActor => ({
  kind: "client",
  personId: member.personId,
  tenantId: member.tenantId,
  membershipId: member.membershipId,
  role: member.role,
  grantId: "00000000-0000-4000-8000-000000000000" as GrantId,
  clientId: "client",
  groups: ["other.read"],
  resource: "",
  isSharedAddress: true,
  ...change,
});
const makeTenant = async (features: readonly string[] = ["prompts", "resources"]) => {
  const tenant = await mintTenant();
  await mintUpstream(tenant, { ...SPEC, declared: ["prompts", "resources", "completions"], features });
  return tenant;
};
const layerOf = async (tenant: MintedTenant, role: Role, change: Partial<ClientActor> = {}) =>
  (await decideFeatures(actorOf(await mintMember(tenant, role), change))).layer;
const offerOf = async ({ tenantId }: MintedTenant, role: Role, isSharedAddress = true) =>
  (await listOfferedGroups({ tenantId, role }, { isSharedAddress })).find(({ id }) => id === "other.read");

describe("which layer says no to what is no tool", () => {
  test.each(["owner", "admin", "member", "auditor"] as const)(
    "%s: none, at both kinds of address",
    async (role) => {
      const tenant = await makeTenant();
      expect(await layerOf(tenant, role)).toBeNull();
      expect(await layerOf(tenant, role, { isSharedAddress: false })).toBeNull();
    },
  );

  test("the connection's groups, the organisation's decision for the role, and that first", async () => {
    const tenant = await makeTenant();
    const owner = await mintMember(tenant, "owner");
    expect(await layerOf(tenant, "member", { groups: ["other.write"] })).toBe("grant");
    const rule = { role: "member", subject: "group", name: "other.read" };
    await setToolPolicy(owner, { ...rule, allowed: false });
    expect(await layerOf(tenant, "member")).toBe("policy");
    expect(await layerOf(tenant, "member", { groups: [] })).toBe("policy");
    expect(await layerOf(tenant, "owner")).toBeNull();
    await setToolPolicy(owner, { ...rule, allowed: null });
    expect(await layerOf(tenant, "member")).toBeNull();
  });

  test("instances come in their order with the person's own key, else the shared one; drafts and others' do not", async () => {
    const tenant = await makeTenant();
    await mintUpstream(tenant, { ...SPEC, slug: "second", name: "Second", features: ["prompts"] });
    await mintUpstream(await makeTenant(), { ...SPEC, slug: "other", name: "Other", features: ["prompts"] });
    const actor = actorOf(await mintMember(tenant, "member"));
    const { instances } = await decideFeatures(actor);
    expect(instances.map(({ upstreamName, key }) => [upstreamName, key?.version])).toEqual([
      ["Production", 1],
      ["Second", 1],
    ]);
    expect(offering(instances, "prompts")).toHaveLength(2);
    expect(offering(instances, "resources")).toHaveLength(1);
    // Declared, and approved by nobody.
    expect(offering(instances, "completions")).toEqual([]);
    const { tenantId } = tenant;
    await inTenant(tenantId, (tx) =>
      tx.upstream.updateMany({ where: { tenantId, slug: "second" }, data: { status: "draft" } }),
    );
    expect((await decideFeatures(actor)).instances).toHaveLength(1);
  });
});

describe("what is offered", () => {
  test.each([
    [["prompts", "resources"], { name: "resources, prompts", title: "Read resources and prompts" }],
    [["resources"], { name: "resources", title: "Read resources" }],
    [["prompts"], { name: "prompts", title: "Read prompts" }],
  ])("%j is named as the thing it is", async (features, entry) => {
    const offered = await offerOf(await makeTenant(features), "auditor");
    expect(offered).toEqual({ id: "other.read", tools: [entry], locked: null });
  });

  test("nothing where no admin approved anything, or the organisation keeps the role from it", async () => {
    expect(await offerOf(await makeTenant([]), "owner")).toBeUndefined();
    expect(await offerOf(await makeTenant(["completions"]), "owner")).toBeUndefined();
    const tenant = await makeTenant();
    const owner = await mintMember(tenant, "owner");
    await setToolPolicy(owner, { role: "member", subject: "group", name: "other.read", allowed: false });
    expect(await offerOf(tenant, "member")).toBeUndefined();
    expect(await offerOf(tenant, "owner")).toBeDefined();
  });
});
