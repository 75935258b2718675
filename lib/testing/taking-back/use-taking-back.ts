import { beforeEach } from "vitest";
import { listTenantClients } from "#lib/grants/list-tenant-clients.ts";
import type { MemberActor } from "#lib/kernel/actor.ts";
import { isDomainError } from "#lib/kernel/errors.ts";
import { inTenant } from "#lib/platform/db/in-tenant.ts";
import { mintGrantWithToken, mintMember, type MintedTenant, mintTenant, mintUpstream } from "../mint.ts";
import type { TakingBackScene } from "./play.ts";

export const SPEC = { url: "https://trinity.example.com/mcp", key: "trinity_mcp_nobody-listens" };
const TOOLS = ["list_agents", "create_agent", "delete_agent"].map((name) => ({
  name,
  inputSchema: { type: "object", properties: { name: { type: "string" } } },
}));

type World = { tenant: MintedTenant; owner: MemberActor; scene: TakingBackScene };

/** An organisation of its own for every test, with an instance and an app nobody is connected with any more. */
export function useTakingBack() {
  const world = {} as World;
  beforeEach(async () => {
    const tenant = await mintTenant();
    const owner = await mintMember(tenant, "owner");
    const { upstreamId } = await mintUpstream(tenant, { ...SPEC, tools: TOOLS });
    await mintGrantWithToken(owner, { groups: ["agents.read"] });
    const [app] = (await listTenantClients(owner, { isBlocked: false })).clients;
    await inTenant(tenant.tenantId, (tx) =>
      tx.grant.updateMany({ where: { tenantId: tenant.tenantId }, data: { endedAt: new Date() } }),
    );
    Object.assign(world, { tenant, owner, scene: { owner, upstreamId, appId: app?.id ?? "" } });
  });
  const rows = async () => {
    const { tenantId } = world.tenant;
    return await inTenant(tenantId, (tx) =>
      tx.auditEvent.findMany({ where: { tenantId }, orderBy: { seq: "asc" } }),
    );
  };
  return { world, rows, newest: async () => (await rows()).at(-1)?.seq ?? 0n };
}

export async function codeOf(attempt: Promise<unknown>): Promise<string> {
  return await attempt.then(
    () => "done",
    (error: unknown) => (isDomainError(error) ? error.code : String(error)),
  );
}
