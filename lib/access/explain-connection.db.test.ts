import { beforeAll, expect, test } from "vitest";
import { GROUPS } from "#lib/catalog/groups.ts";
import type { ClientActor, MemberActor } from "#lib/kernel/actor.ts";
import type { GrantId } from "#lib/kernel/ids.ts";
import { ROLES } from "#lib/kernel/permissions.ts";
import { getConfig } from "#lib/platform/config/get-config.ts";
import { type MintedTenant, mintMember, mintTenant, mintUpstream } from "#lib/testing/mint.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import { decide } from "./decide.ts";
import { explainConnection } from "./explain-connection.ts";
import { setToolPolicy } from "./set-tool-policy.ts";

useDatabase();

const UPSTREAM = { url: "https://trinity.example.com/mcp", key: "trinity_mcp_nobody-listens" };
const TOOLS = [
  "list_agents",
  "delete_agent",
  "acme_stock_level",
  "inject_credentials",
  "chat_with_quote_desk",
];

let tenant: MintedTenant;

beforeAll(async () => {
  tenant = await mintTenant();
  await mintUpstream(tenant, { ...UPSTREAM, tools: TOOLS });
  await mintUpstream(tenant, { ...UPSTREAM, slug: "more", tools: ["list_recent_executions"], state: "off" });
  const owner = await mintMember(tenant, "owner");
  await setToolPolicy(owner, { role: "member", subject: "tool", name: "list_agents", allowed: false });
});

const explain = (member: MemberActor, groups: readonly string[], resource: string) =>
  explainConnection({ tenant: { id: tenant.tenantId }, role: member.role, groups, resource });

test.each(ROLES)("for %s it says of every tool exactly what a call of it is answered", async (role) => {
  const member = await mintMember(tenant, role);
  const shared = `${getConfig().publicUrl}/api/mcp`;
  for (const resource of [shared, `${shared}/${tenant.address}`]) {
    for (const groups of [GROUPS.map(({ id }) => id as string), ["agents.read"], []]) {
      const explained = await explain(member, groups, resource);
      const { tenantId, personId, membershipId } = member;
      const actor: ClientActor = {
        kind: "client",
        tenantId,
        personId,
        membershipId,
        role,
        grantId: crypto.randomUUID() as GrantId,
        clientId: "client",
        groups,
        resource,
        isSharedAddress: resource === shared,
      };
      const tools = explained.flatMap((group) => group.tools);
      expect(tools.length).toBeGreaterThan(0);
      for (const { exposedName, layer } of tools) {
        const decision = await decide(actor, exposedName);
        expect(decision.ok ? null : decision.layer, `${role} ${exposedName}`).toBe(layer);
      }
    }
  }
});

test("a group the person allowed is there without a tool; one of another kind is not named before it may be called", async () => {
  const member = await mintMember(tenant, "member");
  const resource = `${getConfig().publicUrl}/api/mcp`;
  const [git] = (await explain(member, ["git.read"], resource)).filter(({ id }) => id === "git.read");
  expect(git).toEqual({ id: "git.read", isAllowed: true, tools: [] });
  const said = JSON.stringify(await explain(member, [], resource));
  expect(said).not.toContain("acme_stock_level");
});
