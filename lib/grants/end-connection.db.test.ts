import { describe, expect, test } from "vitest";
import type { MemberActor, PersonActor } from "#lib/kernel/actor.ts";
import { isDomainError } from "#lib/kernel/errors.ts";
import { sha256Hex } from "#lib/platform/crypto/hash-secret.ts";
import { inTenant } from "#lib/platform/db/in-tenant.ts";
import { appSql } from "#lib/platform/db/sql.ts";
import { mintGrantWithToken, mintMember, mintTenant } from "#lib/testing/mint.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import { endConnection } from "./end-connection.ts";
import { endConnections } from "./end-connections.ts";
import { listConnections } from "./list-connections.ts";
import { listOwnConnections } from "./list-own-connections.ts";
import { recordGrant } from "./record-grant.ts";

useDatabase();

const GROUPS = ["agents.read"];

async function resolves(token: string): Promise<boolean> {
  const { rowCount } = await appSql().query("SELECT FROM tenant.resolve_access_token($1)", [
    sha256Hex(token),
  ]);
  return rowCount === 1;
}

function toPerson({ personId, email }: MemberActor): PersonActor {
  return { kind: "person", personId, email, name: "Somebody" };
}

const readOutcomes = ({ tenantId }: MemberActor) =>
  inTenant(tenantId, (tx) =>
    tx.auditEvent.findMany({
      where: { tenantId },
      orderBy: { seq: "asc" },
      select: { outcome: true, after: true },
    }),
  );

async function codeOf(attempt: Promise<unknown>): Promise<string> {
  return await attempt.then(
    () => "done",
    (error: unknown) => (isDomainError(error) ? error.code : String(error)),
  );
}

describe("endConnection", () => {
  test("the very next look at its token finds nothing; another connection of the same person lives on", async () => {
    const member = await mintMember(await mintTenant(), "member");
    const [phone, laptop] = [
      await mintGrantWithToken(member, { groups: GROUPS }),
      await mintGrantWithToken(member, { groups: GROUPS }),
    ];
    expect(await resolves(phone.token)).toBe(true);
    await endConnection(member, { id: phone.grantId });
    expect(await resolves(phone.token)).toBe(false);
    expect(await resolves(laptop.token)).toBe(true);
  });

  test("of several at once all answer alike and one ends it; the row keeps who and why", async () => {
    const member = await mintMember(await mintTenant(), "member");
    const { grantId } = await mintGrantWithToken(member, { groups: GROUPS });
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => endConnection(member, { id: grantId })),
    );
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    const ended = (await readOutcomes(member)).filter(({ after }) =>
      JSON.stringify(after).includes("endedReason"),
    );
    expect(ended).toEqual([{ outcome: "done", after: { status: "disconnected", endedReason: "person" } }]);
    const row = await inTenant(member.tenantId, (tx) =>
      tx.grant.findFirst({ where: { tenantId: member.tenantId, id: grantId } }),
    );
    expect(row).toMatchObject({ endedBy: member.personId, endedReason: "person" });
  });

  test.each([
    ["owner", "done"],
    ["admin", "done"],
    ["member", "not_found"],
    ["auditor", "forbidden"],
  ] as const)("somebody else's connection: %s gets %s", async (role, outcome) => {
    const tenant = await mintTenant();
    const { grantId, token } = await mintGrantWithToken(await mintMember(tenant, "member"), {
      groups: GROUPS,
    });
    const actor = await mintMember(tenant, role);
    expect(await codeOf(endConnection(actor, { id: grantId }))).toBe(outcome);
    expect(await resolves(token)).toBe(outcome !== "done");
    if (outcome === "forbidden")
      expect((await readOutcomes(actor)).map((row) => row.outcome)).toEqual(["refused"]);
  });
});

describe("endConnections", () => {
  test("says of each what became of it, and writes down each that ended", async () => {
    const [tenant, other] = [await mintTenant(), await mintTenant()];
    const owner = await mintMember(tenant, "owner");
    const member = await mintMember(tenant, "member");
    const [own, theirs, over] = [
      await mintGrantWithToken(owner, { groups: GROUPS }),
      await mintGrantWithToken(member, { groups: GROUPS }),
      await mintGrantWithToken(member, { groups: GROUPS }),
    ];
    await endConnection(member, { id: over.grantId });
    const foreign = await mintGrantWithToken(await mintMember(other, "owner"), { groups: GROUPS });
    const ids = [own.grantId, theirs.grantId, over.grantId, foreign.grantId, own.grantId];
    const { outcomes } = await endConnections(owner, { ids });
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(["ended", "ended", "over", "missing"]);
    expect([await resolves(own.token), await resolves(theirs.token)]).toEqual([false, false]);
    expect(await resolves(foreign.token), "I01: another organisation's lives on").toBe(true);
    expect((await readOutcomes(owner)).map(({ after }) => after)).toEqual([
      { status: "disconnected", endedReason: "person" },
      { status: "disconnected", endedReason: "person" },
      { status: "disconnected", endedReason: "admin" },
    ]);
  });

  test("one that may not be ended spoils nothing; none that may is a refusal", async () => {
    const tenant = await mintTenant();
    const auditor = await mintMember(tenant, "auditor");
    const theirs = await mintGrantWithToken(await mintMember(tenant, "member"), { groups: GROUPS });
    const own = await mintGrantWithToken(auditor, { groups: GROUPS });
    const ids = [theirs.grantId, own.grantId];
    const { outcomes } = await endConnections(auditor, { ids });
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(["kept", "ended"]);
    expect(await codeOf(endConnections(auditor, { ids: [theirs.grantId] }))).toBe("forbidden");
    expect(await codeOf(endConnections(auditor, { ids: [] }))).toBe("invalid_input");
    expect(await codeOf(endConnections(auditor, { ids: Array(101).fill(own.grantId) }))).toBe(
      "invalid_input",
    );
    expect(await resolves(theirs.token)).toBe(true);
  });
});

describe("lists", () => {
  test("admins and auditors see all of the organisation's, members their own, nobody another organisation's", async () => {
    const [tenant, other] = [await mintTenant(), await mintTenant()];
    const member = await mintMember(tenant, "member");
    const owner = await mintMember(tenant, "owner");
    const auditor = await mintMember(tenant, "auditor");
    for (const actor of [member, owner]) await mintGrantWithToken(actor, { groups: GROUPS });
    await mintGrantWithToken(await mintMember(other, "owner"), { groups: GROUPS });
    const count = async (actor: MemberActor) => (await listConnections(actor, {})).connections.length;
    expect([await count(member), await count(owner), await count(auditor)]).toEqual([1, 2, 2]);
  });

  test("fifty at a time, newest first, none twice and none left out", async () => {
    const owner = await mintMember(await mintTenant(), "owner");
    for (let index = 0; index < 53; index += 1) await mintGrantWithToken(owner, { groups: GROUPS });
    const first = await listConnections(owner, {});
    const second = await listConnections(owner, { after: first.nextCursor ?? "" });
    expect([first.connections.length, second.connections.length, second.nextCursor]).toEqual([50, 3, null]);
    const all = [...first.connections, ...second.connections];
    expect(new Set(all.map(({ id }) => id)).size).toBe(53);
    const times = all.map(({ createdAt }) => createdAt.getTime());
    expect(times).toEqual(times.toSorted((a, b) => b - a));
  });

  test("a person sees their own across organisations and nobody else's", async () => {
    const [here, there] = [await mintTenant(), await mintTenant()];
    const member = await mintMember(here, "member");
    const { grantId } = await mintGrantWithToken(member, { groups: GROUPS });
    const elsewhere = await mintMember(there, "member");
    await mintGrantWithToken(elsewhere, { groups: GROUPS });
    const { connections: own } = await listOwnConnections(toPerson(member), {});
    expect(own.map(({ id, tenant }) => [id, tenant.name])).toEqual([[grantId, here.name]]);
  });
});

describe("recordGrant", () => {
  const grant = {
    client: { id: "https://app.example/client.json", name: "App", identity: "known", isReviewed: false },
    redirectHost: "app.example",
    resource: "http://localhost:3000/api/mcp",
    groups: GROUPS,
  } as const;
  const record = (actor: MemberActor, groups: readonly string[] = GROUPS) =>
    inTenant(actor.tenantId, (tx) => recordGrant(tx, { actor, ...grant, groups }));

  test("lasts 180 days and never ends another one", async () => {
    const member = await mintMember(await mintTenant(), "member");
    const [first, second] = [await record(member), await record(member)];
    expect(first.id).not.toBe(second.id);
    expect((await listConnections(member, {})).connections, "before an app has come for it").toEqual([]);
    await inTenant(member.tenantId, (tx) =>
      tx.grant.updateMany({ where: { tenantId: member.tenantId }, data: { connectedAt: new Date() } }),
    );
    const { connections } = await listConnections(member, {});
    expect(connections.map(({ status }) => status)).toEqual(["active", "active"]);
    expect(first.expiresAt.getTime() - Date.now()).toBeGreaterThan(179 * 24 * 3_600_000);
  });

  test("is refused to somebody who has left, in a suspended organisation, and for nothing", async () => {
    const tenant = await mintTenant();
    const member = await mintMember(tenant, "member");
    expect(await codeOf(record(member, []))).toBe("invalid_input");
    const stranger = { ...member, membershipId: (await mintMember(tenant, "member")).membershipId };
    expect(await codeOf(record(stranger))).toBe("precondition_failed");
    await inTenant(tenant.tenantId, (tx) =>
      tx.tenant.updateMany({ where: { id: tenant.tenantId }, data: { status: "suspended" } }),
    );
    expect(await codeOf(record(member))).toBe("precondition_failed");
  });
});
