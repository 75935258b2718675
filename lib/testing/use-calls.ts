import { beforeEach, inject } from "vitest";
import { flushCalls } from "#lib/activity/flush-calls.ts";
import { type CallFacts, recordCall } from "#lib/activity/record-call.ts";
import { verifyToolCalls } from "#lib/activity/verify-tool-calls.ts";
import type { ClientActor, MemberActor } from "#lib/kernel/actor.ts";
import { type GrantId, newId } from "#lib/kernel/ids.ts";
import { getConfig } from "#lib/platform/config/get-config.ts";
import { inTenant } from "#lib/platform/db/in-tenant.ts";
import { mintMember, type MintedTenant, mintTenant } from "./mint.ts";
import { runSql, withDatabase } from "./use-database.ts";

type World = { tenant: MintedTenant; owner: MemberActor; actor: ClientActor };

/** An organisation of its own for every test, and what its ledger of calls is tested with. */
export function useCalls() {
  const world = {} as World;
  beforeEach(async () => {
    world.tenant = await mintTenant();
    world.owner = await mintMember(world.tenant, "owner");
    world.actor = clientOf(world.owner);
  });
  const facts = (name = "list_agents", actor = world.actor): CallFacts => ({
    actor,
    method: "tools/call",
    era: "legacy",
    name,
    ownName: name,
    group: "agents.read",
    bytesIn: 100,
  });
  const record = (name?: string, actor?: ClientActor) =>
    recordCall({ ...facts(name, actor), outcome: "ok", ms: 1 });
  return {
    world,
    facts,
    record,
    /** A batch of each size. */
    writeBatches: async (sizes: readonly number[]) => {
      for (const size of sizes) {
        for (let index = 0; index < size; index += 1) record(`tool_${index}`);
        await flushCalls();
      }
    },
    readCalls: () => readCalls(world.tenant),
    verify: () => verifyToolCalls(world.tenant.tenantId),
  };
}

/** That member through an app. */
export function clientOf({ tenantId, personId, membershipId, role }: MemberActor): ClientActor {
  return {
    kind: "client",
    tenantId,
    personId,
    membershipId,
    role,
    grantId: newId<GrantId>(),
    clientId: "https://app.example/client.json",
    groups: [],
    resource: "http://localhost:3000/api/mcp",
    isSharedAddress: true,
  };
}

/** An organisation's calls in the order of its chain. */
export async function readCalls({ tenantId }: Pick<MintedTenant, "tenantId">) {
  return await inTenant(tenantId, (tx) =>
    tx.toolCall.findMany({ where: { tenantId }, orderBy: [{ batch: "asc" }, { place: "asc" }] }),
  );
}

/** The superuser's way into this file's database. */
export function adminUrl(): string {
  const database = new URL(String(getConfig().databaseUrl)).pathname.slice(1);
  return withDatabase(inject("postgres").superuserUrl, database);
}

export async function asAdmin(sql: string): Promise<void> {
  await runSql(adminUrl(), sql);
}
