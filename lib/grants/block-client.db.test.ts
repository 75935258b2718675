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
    client: { id: CLIENT, name: "Test client", identity: "verified" as const },
    redirectHost: "client.example",
    resource: "http://localhost:3000/api/mcp",
    groups: ["agents.read"],
  };
  const record = () => inTenant(tenant.tenantId, (tx) => recordGrant(tx, consent));
  const findGrants = () =>
    inTenant(tenant.tenantId, (tx) =>
      tx.grant.findMany({
        where: { tenantId: tenant.tenantId },
        select: { endedAt: true, endedReason: true, endedBy: true },
      }),
    );
  return { ...tenant, owner, member, record, findGrants };
}

test("blocking ends every connection of the app in that organisation alone, and keeps it out", async () => {
  const [here, there] = [await makeOrganisation(), await makeOrganisation()];
  for (const { member } of [here, there]) await mintGrantWithToken(member, { groups: ["agents.read"] });
  expect(await blockClient(here.owner, { clientId: CLIENT })).toEqual({ ended: 1 });
  expect(await here.findGrants()).toEqual([
    { endedAt: expect.any(Date) as Date, endedReason: "admin", endedBy: here.owner.personId },
  ]);
  await expect(here.record()).rejects.toMatchObject({ code: "precondition_failed" });
  expect(await there.findGrants()).toMatchObject([{ endedAt: null }]);
  await there.record();
});

test("blocking again ends nothing more and answers alike", async () => {
  const { owner } = await makeOrganisation();
  await blockClient(owner, { clientId: CLIENT });
  expect(await blockClient(owner, { clientId: CLIENT })).toEqual({ ended: 0 });
});

test("a block and consents that race leave no live connection", async () => {
  const { owner, record, findGrants } = await makeOrganisation();
  const consents = Array.from({ length: 8 }, () => record().catch(() => undefined));
  const block = blockClient(owner, { clientId: CLIENT });
  await Promise.all([
    block,
    ...consents,
    ...Array.from({ length: 8 }, () => record().catch(() => undefined)),
  ]);
  expect((await findGrants()).filter(({ endedAt }) => endedAt === null)).toEqual([]);
});

test("what cannot be an app's id is invalid input", async () => {
  const { owner } = await makeOrganisation();
  const wide = Array.from({ length: 2048 }, (_, at) =>
    String.fromCodePoint(0x4e00 + ((at * 7_919) % 20_000)),
  );
  for (const clientId of ["", "a\0b", "x".repeat(2049), wide.join("")]) {
    await expect(blockClient(owner, { clientId })).rejects.toMatchObject({ code: "invalid_input" });
  }
});
