import { expect, test } from "vitest";
import { mintMember, mintTenant, mintUpstream } from "#lib/testing/mint.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import { compareRoles } from "./compare-roles.ts";
import { listVisibleTools } from "./list-visible-tools.ts";
import { setToolPolicy } from "./set-tool-policy.ts";

useDatabase();

test("a role's difference is what its callers are given more and less, as the organisation decided", async () => {
  const tenant = await mintTenant();
  const owner = await mintMember(tenant, "owner");
  const tools = ["list_agents", "chat_with_agent", "delete_agent"];
  await mintUpstream(tenant, { url: "https://i.example/mcp", key: "k", tools });
  const before = await compareRoles(owner, { role: "member" });
  expect(before.member).toMatchObject({ gained: 0, lost: 0 });
  expect(before.owner.gained).toBe(before.owner.total - before.member.total);
  expect(before.owner.gained).toBeGreaterThan(0);
  expect(before.auditor.lost).toBeGreaterThan(0);
  await setToolPolicy(owner, { role: "auditor", subject: "tool", name: "delete_agent", allowed: true });
  const after = await compareRoles(owner, { role: "member" });
  expect(after.auditor.gained).toBe(1);
  const { tenantId } = tenant;
  const groups = ["agents.read", "agents.destructive", "chat.external"];
  const seen = await listVisibleTools({ tenantId, role: "auditor", isSharedAddress: false, groups });
  expect(after.auditor.total).toBe(seen.length);
});
