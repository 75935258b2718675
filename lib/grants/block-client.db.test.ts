import { expect, test } from "vitest";
import { inTenant } from "#lib/platform/db/in-tenant.ts";
import { mintGrantWithToken, mintMember, mintTenant } from "#lib/testing/mint.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import { blockClient } from "./block-client.ts";
import { recordGrant } from "./record-grant.ts";

useDatabase();

const CLIENT = "https://client.example/metadata.json";

async function makeOrganisation() {
  const tenant = await mintTenant();
  const [owner, member] = [await mintMember(tenant, "owner"), await mintMember(tenant, "member")];
  const consent = {
    actor: member,
    client: { id: CLIENT, name: "Test client", identity: "verified" as const, isReviewed: true },
    redirectHost: "client.example",
    resource: "http://localhost:3000/api/mcp",
    groups: ["agents.read"],
  };
  const appId = crypto.randomUUID();
  await inTenant(tenant.tenantId, (tx) =>
    tx.tenantClient.create({
      data: {
        tenantId: tenant.tenantId,
        id: appId,
        clientId: CLIENT,
        name: "Test client",
        identity: "verified",
        redirectHost: "client.example",
      },
    }),
  );
  const record = () => inTenant(tenant.tenantId, (tx) => recordGrant(tx, consent));
  const findGrants = () =>
    inTenant(tenant.tenantId, (tx) =>
      tx.grant.findMany({
        where: { tenantId: tenant.tenantId },
        select: { endedAt: true, endedReason: true, endedBy: true },
      }),
    );
  return { ...tenant, owner, member, appId, record, findGrants };
}

test("blocking ends every connection of the app in that organisation alone, and keeps it out", async () => {
  const [here, there] = [await makeOrganisation(), await makeOrganisation()];
  for (const { member } of [here, there]) await mintGrantWithToken(member, { groups: ["agents.read"] });
  expect(await blockClient(here.owner, { id: here.appId })).toEqual({
    name: "Test client",
    ended: 1,
    undo: null,
  });
  expect(await here.findGrants()).toEqual([
    { endedAt: expect.any(Date) as Date, endedReason: "admin", endedBy: here.owner.personId },
  ]);
  await expect(here.record()).rejects.toMatchObject({ code: "precondition_failed" });
  expect(await there.findGrants()).toMatchObject([{ endedAt: null }]);
  await there.record();
});

test("blocking again ends nothing more and answers alike", async () => {
  const { owner, appId } = await makeOrganisation();
  await blockClient(owner, { id: appId });
  expect(await blockClient(owner, { id: appId })).toEqual({ name: "Test client", ended: 0, undo: null });
});

test("a block and consents that race leave no live connection", async () => {
  const { owner, appId, record, findGrants } = await makeOrganisation();
  const consents = Array.from({ length: 8 }, () => record().catch(() => undefined));
  const block = blockClient(owner, { id: appId });
  await Promise.all([
    block,
    ...consents,
    ...Array.from({ length: 8 }, () => record().catch(() => undefined)),
  ]);
  expect((await findGrants()).filter(({ endedAt }) => endedAt === null)).toEqual([]);
});

test("what cannot be an app's id or a reason is invalid input", async () => {
  const { owner, appId } = await makeOrganisation();
  for (const id of ["", "a\0b", CLIENT, "x".repeat(2049)]) {
    await expect(blockClient(owner, { id })).rejects.toMatchObject({ code: "invalid_input" });
  }
  for (const reason of ["x".repeat(501), "a\0b", "\u202e"]) {
    await expect(blockClient(owner, { id: appId, reason })).rejects.toMatchObject({ code: "invalid_input" });
  }
});
