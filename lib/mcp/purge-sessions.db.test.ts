import { expect, test } from "vitest";
import { inTenant } from "#lib/platform/db/in-tenant.ts";
import { mintGrantWithToken, mintMember, mintTenant, mintUpstream } from "#lib/testing/mint.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import { purgeSessions } from "./purge-sessions.ts";

useDatabase();

const HOUR_MS = 3_600_000;

test("sessions that expired or whose connection ended are forgotten once their upstream sessions are ended, others never", async () => {
  const tenant = await mintTenant();
  const { tenantId } = tenant;
  const member = await mintMember(tenant, "member");
  const { upstreamId } = await mintUpstream(tenant, {
    url: "https://trinity.example/mcp",
    key: "k",
    tools: [],
  });
  const { grantId } = await mintGrantWithToken(member, { groups: [] });
  const { grantId: endedGrantId } = await mintGrantWithToken(member, { groups: [] });
  const make = async (of: string, expiresInMs: number, endedAt: Date | null = null) => {
    const id = crypto.randomUUID();
    const data = { tenantId, id, grantId: of, endedAt, expiresAt: new Date(Date.now() + expiresInMs) };
    await inTenant(tenantId, (tx) => tx.mcpSession.create({ data, select: { id: true } }));
    return id;
  };
  const ended = await make(grantId, HOUR_MS, new Date());
  const withoutConnection = await make(crypto.randomUUID(), HOUR_MS);
  const linked = await make(grantId, -HOUR_MS);
  await make(grantId, -HOUR_MS);
  await make(endedGrantId, HOUR_MS);
  const link = { tenantId, id: crypto.randomUUID(), sessionId: linked, upstreamId, sealed: Buffer.from("x") };
  await inTenant(tenantId, async (tx) => {
    await tx.mcpLink.create({ data: link, select: { id: true } });
    await tx.grant.updateMany({ where: { tenantId, id: endedGrantId }, data: { endedAt: new Date() } });
  });
  await purgeSessions();
  const left = await inTenant(tenantId, (tx) => tx.mcpSession.findMany({ where: { tenantId } }));
  expect(left.map(({ id }) => id).toSorted()).toEqual([ended, withoutConnection, linked].toSorted());
});
