import { afterAll, beforeAll, expect, test } from "vitest";
import { inTenant } from "#lib/platform/db/in-tenant.ts";
import { setKeyAccessAsSeen } from "#lib/testing/as-seen.ts";
import { mintMember, type MintedTenant, mintTenant, mintUpstream } from "#lib/testing/mint.ts";
import { type Gateway, openGateway } from "#lib/testing/open-gateway.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import { KEYS, useInstances } from "#lib/testing/use-instances.ts";
import { ageKeys, forgetAnswers } from "#lib/testing/use-keys.ts";
import { closeSessions } from "#lib/upstreams/lease-session.ts";

useDatabase();
const instances = useInstances();

let gateway: Gateway;
let tenant: MintedTenant;
beforeAll(async () => {
  gateway = await openGateway();
  tenant = await mintTenant();
  const { tenantId } = tenant;
  const owner = await mintMember(tenant, "owner");
  await inTenant(tenantId, (tx) =>
    tx.membership.updateMany({ where: { tenantId }, data: { email: "owner@acme.example" } }),
  );
  const spec = { url: instances.url, key: KEYS.other, tools: ["list_agents"] };
  const { upstreamId: id } = await mintUpstream(tenant, spec);
  const data = { apiUrl: instances.apiUrl };
  await inTenant(tenantId, (tx) => tx.upstream.updateMany({ where: { tenantId, id }, data }));
  await setKeyAccessAsSeen(owner, { id, isAllowed: true, role: null });
});
afterAll(async () => {
  await closeSessions();
  await gateway.close();
});

const call = (key: string) =>
  gateway.legacy(
    "tools/call",
    { name: "list_agents", arguments: {} },
    { token: key, id: 1, path: `/api/mcp/${tenant.address}` },
  );

test("against a Trinity of its own kind: a person's key works, a system key never, a revoked one no more", async () => {
  const good = await call(KEYS.user);
  expect([good.status, await good.text()]).toEqual([200, expect.stringContaining('"content"')]);
  expect((await call(KEYS.system)).status).toBe(401);

  await instances.control("keys", { keyName: "user", active: false });
  const refused = await call(KEYS.user);
  expect([refused.status, await refused.text()]).toEqual([200, expect.stringContaining('"isError":true')]);
  await ageKeys();
  forgetAnswers();
  expect((await call(KEYS.user)).status).toBe(401);
});
