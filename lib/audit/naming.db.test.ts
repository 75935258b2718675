import { beforeEach, expect, test } from "vitest";
import { allowClient } from "#lib/grants/allow-client.ts";
import { endConnection } from "#lib/grants/end-connection.ts";
import type { MemberActor } from "#lib/kernel/actor.ts";
import { newId } from "#lib/kernel/ids.ts";
import { inTenant } from "#lib/platform/db/in-tenant.ts";
import { invitePeople } from "#lib/tenants/invite-people.ts";
import { requestAccess } from "#lib/tenants/request-access.ts";
import { mintGrantWithToken, type MintedTenant, mintMember, mintTenant } from "#lib/testing/mint.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import { askForExport } from "#lib/testing/use-exports.ts";
import { getAuditRow } from "./get-audit-row.ts";
import { listAudit } from "./list-audit.ts";

useDatabase();

const CLIENT = {
  id: "https://asked.example/client.json",
  name: "Asked 50% more",
  identity: "known",
} as const;

let tenant: MintedTenant;
let owner: MemberActor;
beforeEach(async () => {
  tenant = await mintTenant();
  owner = await mintMember(tenant, "owner");
});

const actions = async (target: string, actor = owner) =>
  (await listAudit(actor, { target })).rows.map(({ action }) => action);

test("apps, invitations, requests, exports and connections are named, and found by those names", async () => {
  await allowClient(owner, { client: CLIENT, redirectHost: "asked.example" });
  await invitePeople(owner, { addresses: "invited@people.example", role: "member", note: "" });
  const email = `${crypto.randomUUID()}@people.example`;
  await requestAccess(
    { kind: "person", personId: newId(), email, name: "Newcomer" },
    { organisation: tenant.slug, note: "" },
  );
  await askForExport(owner, { kind: "members" });
  const member = await mintMember(tenant, "member");
  const { grantId } = await mintGrantWithToken(member, { groups: ["agents.read"] });
  await endConnection(owner, { id: grantId });

  const { rows } = await listAudit(owner, {});
  expect(rows.map(({ action, thing }) => [action, thing?.kind, thing?.name, thing?.detail])).toEqual([
    ["connection.end", "connection", "Test client", "Somebody"],
    ["export.request", "export", "members", owner.email],
    ["access-request.file", "request", "Newcomer", email],
    ["invitation.send", "invitation", "invited@people.example", null],
    ["client.allow", "app", CLIENT.name, null],
  ]);
  expect(await actions("50% MORE")).toEqual(["client.allow"]);
  expect(await actions("invited@")).toEqual(["invitation.send"]);
  expect(await actions("newcomer")).toEqual(["access-request.file"]);
  expect(await actions(owner.email)).toEqual(["export.request"]);
  expect(await actions("test CLIENT")).toEqual(["connection.end"]);
  expect(await actions(member.email)).toEqual(["connection.end"]);
  expect(await actions("_")).toEqual([]);
});

test("what is forgotten since is named as the row has it", async () => {
  await invitePeople(owner, { addresses: "invited@people.example", role: "member", note: "" });
  await askForExport(owner, { kind: "audit" });
  const { tenantId } = tenant;
  await inTenant(tenantId, (tx) => tx.invitation.deleteMany({ where: { tenantId } }));
  await inTenant(tenantId, (tx) => tx.export.deleteMany({ where: { tenantId } }));
  const { rows } = await listAudit(owner, {});
  expect(rows.map(({ thing }) => [thing?.kind, thing?.name])).toEqual([
    ["export", "audit"],
    ["invitation", "invited@people.example"],
  ]);
  expect((await getAuditRow(owner, { seq: 1n })).thing).toMatchObject({ name: "invited@people.example" });
});

test("I01: an app, a connection or an invitation of another organisation is neither named nor found", async () => {
  await allowClient(owner, { client: CLIENT, redirectHost: "asked.example" });
  const stranger = await mintMember(await mintTenant(), "owner");
  await invitePeople(stranger, { addresses: "invited@people.example", role: "member", note: "" });
  const { grantId } = await mintGrantWithToken(stranger, { groups: ["agents.read"] });
  await endConnection(stranger, { id: grantId });
  for (const text of ["asked", "invited@", "test client", owner.email]) {
    expect(await actions(text, text === "asked" ? stranger : owner), text).toEqual([]);
  }
});
