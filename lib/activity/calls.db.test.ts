import { beforeEach, expect, test } from "vitest";
import type { ClientActor } from "#lib/kernel/actor.ts";
import { type GrantId, newId } from "#lib/kernel/ids.ts";
import { inTenant } from "#lib/platform/db/in-tenant.ts";
import { mintMember, mintTenant } from "#lib/testing/mint.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import { flushCalls } from "./flush-calls.ts";
import { type CallFacts, recordBefore, recordCall } from "./record-call.ts";

useDatabase();

let actor: ClientActor;
beforeEach(async () => {
  const member = await mintMember(await mintTenant(), "owner");
  const { tenantId, personId, membershipId, role } = member;
  actor = {
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
});

const facts = (name = "list_agents"): CallFacts => ({
  actor,
  method: "tools/call",
  era: "legacy",
  name,
  ownName: name,
  group: "agents.read",
  bytesIn: 100,
});
const readCalls = () =>
  inTenant(actor.tenantId, (tx) =>
    tx.toolCall.findMany({
      where: { tenantId: actor.tenantId },
      orderBy: [{ batch: "asc" }, { place: "asc" }],
    }),
  );

test("every call becomes one row, refused ones too", async () => {
  recordCall({ ...facts(), outcome: "ok", ms: 12, bytesOut: 345 });
  recordCall({ ...facts("delete_agent"), outcome: "denied", layer: "policy", ms: 1 });
  await flushCalls();
  expect(await readCalls()).toMatchObject([
    {
      name: "list_agents",
      outcome: "ok",
      effect: "read",
      ms: 12,
      bytesIn: 100,
      bytesOut: 345,
      batch: 1n,
      place: 1,
    },
    { name: "delete_agent", outcome: "denied", layer: "policy", batch: 1n, place: 2 },
  ]);
});

test("a call that must be known before it is made is a committed row, and enters the chain when it ends", async () => {
  const begun = await recordBefore({ ...facts("delete_agent"), group: "agents.destructive" });
  expect(await readCalls()).toMatchObject([
    { id: begun.id, outcome: "started", effect: "destructive", batch: null },
  ]);
  begun.finish({ outcome: "ok", ms: 5 });
  begun.finish({ outcome: "cancelled", ms: 6 });
  await flushCalls();
  expect(await readCalls()).toMatchObject([{ id: begun.id, outcome: "ok", ms: 5, batch: 1n }]);
});
