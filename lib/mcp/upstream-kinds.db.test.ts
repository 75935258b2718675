import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { inTenant } from "#lib/platform/db/in-tenant.ts";
import { mintGrantWithToken, mintMember, mintTenant, mintUpstream } from "#lib/testing/mint.ts";
import { allowOutbound, type Gateway, openGateway } from "#lib/testing/open-gateway.ts";
import { openModernUpstream, openSseUpstream, type SdkUpstream } from "#lib/testing/open-sdk-upstream.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import { closeSessions } from "#lib/upstreams/lease-session.ts";

useDatabase();
const KEY = "trinity_mcp_key-of-the-kinds";
let gateway: Gateway;
beforeAll(async () => {
  gateway = await openGateway();
});
afterAll(async () => {
  await closeSessions();
  await gateway.close();
});

describe.each([
  ["of 2026-07-28", openModernUpstream, "http", "modern"],
  ["of both eras", (key: string) => openModernUpstream(key, true), "http", "modern"],
  ["over HTTP+SSE", openSseUpstream, "sse", "old"],
] as const)("an instance %s", (_kind, open, transport, said) => {
  let upstream: SdkUpstream;
  let token: string;
  beforeAll(async () => {
    upstream = await open(KEY);
    allowOutbound(upstream.url);
    const tenant = await mintTenant();
    const { upstreamId } = await mintUpstream(tenant, { url: upstream.url, key: KEY, tools: ["echo"] });
    await inTenant(tenant.tenantId, (tx) =>
      tx.upstream.updateMany({ where: { tenantId: tenant.tenantId, id: upstreamId }, data: { transport } }),
    );
    const member = await mintMember(tenant, "owner");
    ({ token } = await mintGrantWithToken(member, { groups: ["other.destructive"] }));
  });
  afterAll(() => upstream.close());

  test.each(["modern", "legacy"] as const)(
    "answers a client of the %s era in that era's words",
    async (era) => {
      const response = await gateway[era]("tools/call", { name: "echo", arguments: {} }, { token, id: 7 });
      const { id, result } = (await response.json()) as { id: number; result: Record<string, unknown> };
      expect([response.status, id]).toEqual([200, 7]);
      expect(result).toMatchObject({ content: [{ type: "text", text: said }] });
      expect(result["resultType"]).toBe(era === "modern" ? "complete" : undefined);
    },
  );
});
