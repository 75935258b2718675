import { expect, test } from "vitest";
import { inTenant } from "#lib/platform/db/in-tenant.ts";
import { getMember } from "#lib/tenants/get-member.ts";
import { removeMember } from "#lib/tenants/remove-member.ts";
import { suspendMember } from "#lib/tenants/suspend-member.ts";
import { mintMember, mintTenant, mintUpstream } from "#lib/testing/mint.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import { findKeyAccess, saveKeyCheck } from "./store.ts";

useDatabase();

test.each([
  ["suspended", suspendMember],
  ["removed", removeMember],
] as const)("the key of a %s member is refused, and does not act as a stranger's", async (_status, end) => {
  const tenant = await mintTenant();
  const { tenantId, address } = tenant;
  const owner = await mintMember(tenant, "owner");
  const member = await mintMember(tenant, "member");
  const { upstreamId } = await mintUpstream(tenant, { url: "https://i.example/mcp", key: "k", tools: [] });
  await inTenant(tenantId, async (tx) => {
    await tx.upstream.updateMany({ where: { tenantId }, data: { apiUrl: "https://i.example/api" } });
    await tx.keyAccess.create({ data: { tenantId, upstreamId, role: "member" } });
  });
  const check = { tenantId, upstreamId, hash: "h", status: "valid", kind: "user" } as const;
  await saveKeyCheck({ ...check, ownerEmail: member.email });
  expect((await findKeyAccess(address, "h"))?.key).toMatchObject({
    status: "valid",
    member: { membershipId: member.membershipId },
  });
  const { id, version } = await getMember(owner, { id: member.membershipId });
  await end(owner, { id, version });
  expect((await findKeyAccess(address, "h"))?.key).toBeNull();
  await saveKeyCheck({ ...check, ownerEmail: member.email });
  expect((await findKeyAccess(address, "h"))?.key?.status).toBe("invalid");
});
