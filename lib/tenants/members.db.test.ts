import { beforeAll, describe, expect, test } from "vitest";
import { findLiveAccess } from "#lib/grants/find-live-access.ts";
import { recordGrant } from "#lib/grants/record-grant.ts";
import type { MemberActor } from "#lib/kernel/actor.ts";
import { isDomainError } from "#lib/kernel/errors.ts";
import { newId, type UpstreamKeyId } from "#lib/kernel/ids.ts";
import { resolveClientActor } from "#lib/oauth/resolve-client-actor.ts";
import { inTenant } from "#lib/platform/db/in-tenant.ts";
import {
  type MintedTenant,
  mintGrantWithToken,
  mintMember,
  mintTenant,
  mintUpstream,
} from "#lib/testing/mint.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import { changeRole } from "./change-role.ts";
import { getMember } from "./get-member.ts";
import { leaveTenant } from "./leave-tenant.ts";
import { listMembers } from "./list-members.ts";
import { listMemberships } from "./list-memberships.ts";
import { removeMember } from "./remove-member.ts";
import { resolveMemberActor } from "./resolve-member-actor.ts";
import { restoreMember } from "./restore-member.ts";
import { suspendMember } from "./suspend-member.ts";

useDatabase();

async function refusal(attempt: Promise<unknown>): Promise<string> {
  return await attempt.then(
    () => "done",
    (error: unknown) => (isDomainError(error) ? error.code : String(error)),
  );
}

const toPerson = ({ personId, email }: MemberActor) =>
  ({ kind: "person", personId, email, name: "Somebody" }) as const;
const seen = async (actor: MemberActor, { membershipId }: MemberActor) => {
  const { id, version } = await getMember(actor, { id: membershipId });
  return { id, version };
};
const isAccepted = async (token: string): Promise<boolean> =>
  (await resolveClientActor(`Bearer ${token}`, null)).ok;

let tenant: MintedTenant;
let owner: MemberActor;
let admin: MemberActor;
beforeAll(async () => {
  tenant = await mintTenant();
  owner = await mintMember(tenant, "owner");
  admin = await mintMember(tenant, "admin");
});

describe("changing a role", () => {
  test("holds from the next call on, and counts the version", async () => {
    const member = await mintMember(tenant, "member");
    const { grantId } = await mintGrantWithToken(member, { groups: ["agents.read"] });
    await changeRole(owner, { ...(await seen(owner, member)), role: "auditor" });
    expect((await findLiveAccess([grantId])).get(grantId)?.role).toBe("auditor");
    expect(await getMember(owner, { id: member.membershipId })).toMatchObject({
      role: "auditor",
      version: 2,
    });
  });

  test("of two who decide at once the second is told that it changed", async () => {
    const member = await mintMember(tenant, "member");
    const was = await seen(owner, member);
    await changeRole(admin, { ...was, role: "auditor" });
    expect(await refusal(changeRole(owner, { ...was, role: "admin" }))).toBe("conflict");
    expect(await refusal(suspendMember(owner, was))).toBe("conflict");
  });

  test("J10: nobody gives a role above their own, nor touches who holds one", async () => {
    const member = await mintMember(tenant, "member");
    const mine = await seen(admin, admin);
    expect(await refusal(changeRole(admin, { ...(await seen(admin, member)), role: "owner" }))).toBe(
      "forbidden",
    );
    expect(await refusal(changeRole(admin, { ...mine, role: "owner" }))).toBe("forbidden");
    const theirs = await seen(admin, owner);
    expect(await refusal(changeRole(admin, { ...theirs, role: "member" }))).toBe("forbidden");
    expect(await refusal(suspendMember(admin, theirs))).toBe("forbidden");
    expect(await refusal(removeMember(admin, theirs))).toBe("forbidden");
  });

  test("J10: who was demoted meanwhile decides nothing with what they were", async () => {
    const other = await mintMember(tenant, "admin");
    const member = await mintMember(tenant, "member");
    await changeRole(owner, { ...(await seen(owner, other)), role: "member" });
    expect(await refusal(changeRole(other, { ...(await seen(owner, member)), role: "admin" }))).toBe(
      "forbidden",
    );
  });

  test("somebody who owns thirty organisations is made the owner of no other", async () => {
    const member = await mintMember(tenant, "member");
    for (let owned = 0; owned < 30; owned += 1) {
      const { tenantId } = await mintTenant();
      const { personId, email } = member;
      await inTenant(tenantId, (tx) =>
        tx.membership.create({
          data: { tenantId, id: crypto.randomUUID(), personId, email, name: "Somebody", role: "owner" },
        }),
      );
    }
    const change = { ...(await seen(owner, member)), role: "owner" };
    expect(await refusal(changeRole(owner, change))).toBe("precondition_failed");
  });
});

describe("I16: the last owner", () => {
  test("is neither demoted nor leaves", async () => {
    const alone = await mintMember(await mintTenant(), "owner");
    expect(await refusal(changeRole(alone, { ...(await seen(alone, alone)), role: "admin" }))).toBe(
      "conflict",
    );
    expect(await refusal(leaveTenant(alone, {}))).toBe("conflict");
    expect(await refusal(removeMember(alone, await seen(alone, alone)))).toBe("conflict");
    expect(await refusal(suspendMember(alone, await seen(alone, alone)))).toBe("conflict");
  });

  test("stays when two owners end each other's ownership at once, however often", async () => {
    for (let round = 0; round < 5; round += 1) {
      const own = await mintTenant();
      const [one, two] = [await mintMember(own, "owner"), await mintMember(own, "owner")];
      const [ofOne, ofTwo] = [await seen(one, one), await seen(two, two)];
      const ends = [
        (actor: MemberActor, was: object) => changeRole(actor, { ...was, role: "member" }),
        (actor: MemberActor, was: object) => removeMember(actor, was),
        (actor: MemberActor, was: object) => suspendMember(actor, was),
      ];
      const end = ends[round % ends.length] ?? changeRole;
      const outcomes = await Promise.all([refusal(end(one, ofTwo)), refusal(end(two, ofOne))]);
      expect(outcomes.filter((outcome) => outcome === "done")).toHaveLength(1);
      const owners = await inTenant(own.tenantId, (tx) =>
        tx.membership.count({ where: { tenantId: own.tenantId, role: "owner", status: "active" } }),
      );
      expect(owners).toBe(1);
    }
  });

  test("may go once another one is there, whom a suspended owner is not", async () => {
    const own = await mintTenant();
    const [one, two] = [await mintMember(own, "owner"), await mintMember(own, "owner")];
    await suspendMember(one, await seen(one, two));
    expect(await refusal(leaveTenant(one, {}))).toBe("conflict");
    await restoreMember(one, await seen(one, two));
    expect(await refusal(leaveTenant(one, {}))).toBe("done");
    expect(await listMemberships(toPerson(one))).toEqual([]);
  });
});

describe.each([
  ["suspended", suspendMember],
  ["removed", removeMember],
] as const)("somebody who is %s", (status, end) => {
  test("has no connection, key or page here from that moment on, and keeps what is elsewhere", async () => {
    const elsewhere = await mintTenant();
    const member = await mintMember(tenant, "member");
    const there = await mintMember(elsewhere, "member");
    const [here, other] = [
      await mintGrantWithToken(member, { groups: ["agents.read"] }),
      await mintGrantWithToken(there, { groups: ["agents.read"] }),
    ];
    await mintOwnKey(tenant, member);
    expect(await isAccepted(here.token)).toBe(true);
    await end(owner, await seen(owner, member));
    expect(await isAccepted(here.token)).toBe(false);
    expect(await isAccepted(other.token)).toBe(true);
    expect(await refusal(resolveMemberActor(toPerson(member), tenant.slug))).toBe("not_found");
    const { tenantId } = tenant;
    const grant = await inTenant(tenantId, (tx) =>
      tx.grant.findFirst({ where: { tenantId, id: here.grantId } }),
    );
    expect(grant).toMatchObject({ endedBy: owner.personId, endedReason: `member_${status}` });
    const ownerId = member.personId;
    expect(await inTenant(tenantId, (tx) => tx.upstreamKey.count({ where: { tenantId, ownerId } }))).toBe(0);
    const consent = {
      actor: member,
      client: {
        id: "https://app.example/c.json",
        name: "App",
        identity: "known" as const,
        isReviewed: false,
      },
      redirectHost: "app.example",
      resource: "http://localhost:3000/api/mcp",
      groups: ["agents.read"],
    };
    expect(await refusal(inTenant(tenantId, (tx) => recordGrant(tx, consent)))).toBe("precondition_failed");
  });

  test("has none by a connection that slipped by either", async () => {
    const member = await mintMember(tenant, "member");
    await end(owner, await seen(owner, member));
    const { token, grantId } = await mintGrantWithToken(member, { groups: ["agents.read"] });
    expect(await isAccepted(token)).toBe(false);
    expect((await findLiveAccess([grantId])).size).toBe(0);
  });
});

test("a suspended member is let in again with their role, and connects anew", async () => {
  const member = await mintMember(tenant, "auditor");
  const { token } = await mintGrantWithToken(member, { groups: ["agents.read"] });
  await suspendMember(admin, await seen(admin, member));
  await restoreMember(admin, await seen(admin, member));
  expect(await isAccepted(token)).toBe(false);
  expect((await resolveMemberActor(toPerson(member), tenant.slug)).role).toBe("auditor");
});

describe("the list of members", () => {
  test("I17: finds by name and address, role and status, in this organisation alone", async () => {
    const own = await mintTenant();
    const reader = await mintMember(own, "auditor");
    const [ada, suspended] = [await named(own, "Ada 100%"), await named(own, "Grace_H")];
    await named(await mintTenant(), "Ada elsewhere");
    const boss = await mintMember(own, "owner");
    await suspendMember(boss, await seen(boss, suspended));
    const names = async (filter: object) =>
      (await listMembers(reader, filter)).members.map(({ name }) => name);
    expect(await names({ text: "aDa" })).toEqual(["Ada 100%"]);
    expect(await names({ text: "%" })).toEqual(["Ada 100%"]);
    expect(await names({ text: "_" })).toEqual(["Grace_H"]);
    expect(await names({ text: "\\" })).toEqual([]);
    expect(await names({ text: ada.email.slice(0, 8) })).toEqual(["Ada 100%"]);
    expect(await names({ status: "suspended" })).toEqual(["Grace_H"]);
    expect(await names({ role: "auditor" })).toEqual(["Somebody"]);
    await removeMember(boss, await seen(boss, ada));
    expect(await names({ text: "ada" })).toEqual([]);
  });

  test("comes in pages that miss nobody and name nobody twice", async () => {
    const own = await mintTenant();
    const boss = await mintMember(own, "owner");
    await inTenant(own.tenantId, (tx) =>
      tx.membership.createMany({
        data: Array.from({ length: 119 }, (_, index) => ({
          tenantId: own.tenantId,
          id: crypto.randomUUID(),
          personId: crypto.randomUUID(),
          email: `p${index}@people.example`,
          name: `Person ${index % 10}`,
          role: "member" as const,
        })),
      }),
    );
    const met: string[] = [];
    for (let after: string | undefined, page = 0; page < 5; page += 1) {
      const { members, nextCursor } = await listMembers(boss, { after });
      met.push(...members.map(({ id }) => id));
      if (nextCursor === null) break;
      after = nextCursor;
    }
    expect(met).toHaveLength(120);
    expect(new Set(met).size).toBe(120);
  });
});

async function named(place: MintedTenant, name: string): Promise<MemberActor> {
  const member = await mintMember(place, "member");
  const { tenantId, membershipId } = member;
  await inTenant(tenantId, (tx) =>
    tx.membership.updateMany({ where: { tenantId, id: membershipId }, data: { name } }),
  );
  return member;
}

async function mintOwnKey(place: MintedTenant, { personId }: MemberActor): Promise<void> {
  const { tenantId } = place;
  const { upstreamId } = await mintUpstream(place, { url: "https://i.example/mcp", key: "k", tools: [] });
  const data = { tenantId, upstreamId, ownerId: personId, version: 1, lastFour: "abcd" };
  await inTenant(tenantId, (tx) =>
    tx.upstreamKey.create({
      data: { ...data, id: newId<UpstreamKeyId>(), sealed: Buffer.from("x") },
      select: { id: true },
    }),
  );
}
