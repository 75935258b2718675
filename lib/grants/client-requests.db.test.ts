import { describe, expect, test } from "vitest";
import type { MemberActor } from "#lib/kernel/actor.ts";
import { inTenant } from "#lib/platform/db/in-tenant.ts";
import { mintMember, mintTenant } from "#lib/testing/mint.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import { blockClient } from "./block-client.ts";
import { decideClientRequest } from "./decide-client-request.ts";
import { findClientVerdict } from "./find-client-verdict.ts";
import { findOwnClientRequest } from "./find-own-client-request.ts";
import { listClientRequests } from "./list-client-requests.ts";
import { listTenantClients } from "./list-tenant-clients.ts";
import { makeClientRequest } from "./make-client-request.ts";
import { setAppPolicy } from "./set-app-policy.ts";

useDatabase();

const CLIENT = { id: "dcr_asked", name: "Asked", identity: "local", isReviewed: false } as const;

async function makeOrganisation() {
  const tenant = await mintTenant();
  const owner = await mintMember(tenant, "owner");
  await setAppPolicy(owner, { policy: "ask", version: 0 });
  return {
    tenant,
    owner,
    admin: await mintMember(tenant, "admin"),
    member: await mintMember(tenant, "member"),
  };
}

const ask = (member: MemberActor, { reason = "For reports", redirectHost = "localhost:7777" } = {}) =>
  makeClientRequest(member, { client: CLIENT, redirectHost, reason });
const listOpen = async (owner: MemberActor) => (await listClientRequests(owner, { isOpen: true })).requests;
const firstOf = async (owner: MemberActor) => {
  const [request] = await listOpen(owner);
  if (request === undefined) throw new Error("no request");
  return request;
};
const verdictOf = async (member: MemberActor, redirectHost = "localhost:1") =>
  (await findClientVerdict(member, { clientId: CLIENT.id, isReviewed: false, redirectHost })).kind;
const codeOf = async (run: Promise<unknown>) =>
  await run.then(
    () => "done",
    (error: unknown) => (error as { code?: string }).code,
  );

describe("asking for an app", () => {
  test("opens one request a person, however often and however fast they ask", async () => {
    const { owner, member, tenant } = await makeOrganisation();
    const asked = await Promise.all(Array.from({ length: 8 }, () => ask(member)));
    expect(asked.filter(({ isNew }) => isNew)).toHaveLength(1);
    await ask(await mintMember(tenant, "auditor"));
    expect(await listOpen(owner)).toHaveLength(2);
  });

  test("is refused where nothing has to be asked, and where nothing may be", async () => {
    const { owner, member } = await makeOrganisation();
    for (const [version, policy] of [
      [1, "open"],
      [2, "list"],
    ] as const) {
      await setAppPolicy(owner, { policy, version });
      expect(await codeOf(ask(member))).toBe("precondition_failed");
    }
    expect(await listOpen(owner)).toEqual([]);
  });

  test.each([[""], ["  \n "], ["x".repeat(501)], ["hidden\u202e"], ["nul\0"]])(
    "the reason cannot be %j",
    async (reason) => {
      const { member } = await makeOrganisation();
      expect(await codeOf(ask(member, { reason }))).toBe("invalid_input");
    },
  );

  test("an app that was only asked for is in no list of apps", async () => {
    const { owner, member } = await makeOrganisation();
    await ask(member);
    expect((await listTenantClients(owner, { isBlocked: false })).clients).toEqual([]);
  });
});

describe("answering a request", () => {
  test("yes lets the app in for everybody, to the place it asked with, and answers all who asked for the same", async () => {
    const { tenant, owner, admin, member } = await makeOrganisation();
    const other = await mintMember(tenant, "member");
    await ask(member);
    await ask(other, { redirectHost: "127.0.0.1:9" });
    const { id, version } = await firstOf(owner);
    const decided = await decideClientRequest(admin, { id, version, isApproved: true, note: "Go on" });
    expect(decided).toMatchObject({ app: "Asked", others: 1 });
    expect(await listOpen(owner)).toEqual([]);
    expect([await verdictOf(member), await verdictOf(other, "evil.example")]).toEqual(["allowed", "host"]);
    expect(await findOwnClientRequest(member, { clientId: CLIENT.id })).toMatchObject({
      state: "approved",
      note: "Go on",
    });
    expect(await codeOf(ask(member))).toBe("precondition_failed");
  });

  test("no answers that person alone, who may ask again", async () => {
    const { tenant, owner, member } = await makeOrganisation();
    await ask(member);
    await ask(await mintMember(tenant, "member"));
    const { id, version } = await firstOf(owner);
    await decideClientRequest(owner, { id, version, isApproved: false, note: "Use Claude" });
    expect(await findOwnClientRequest(member, { clientId: CLIENT.id })).toMatchObject({
      state: "declined",
      note: "Use Claude",
    });
    expect(await verdictOf(member)).toBe("ask");
    expect(await listOpen(owner)).toHaveLength(1);
    expect(await ask(member, { reason: "Again" })).toEqual({ isNew: true });
    expect((await listOpen(owner)).map(({ reason }) => reason)).toEqual(["For reports", "Again"]);
  });

  test("of two answers at the same moment one counts, and an old page answers nothing", async () => {
    const { owner, admin, member } = await makeOrganisation();
    await ask(member);
    const { id, version } = await firstOf(owner);
    const answers = await Promise.all(
      [owner, admin].map((actor, at) =>
        codeOf(decideClientRequest(actor, { id, version, isApproved: at === 0 })),
      ),
    );
    expect(answers).toContain("conflict");
    expect(answers).toContain("done");
    const state = (await findOwnClientRequest(member, { clientId: CLIENT.id }))?.state;
    expect(await verdictOf(member)).toBe(state === "approved" ? "allowed" : "ask");
    expect(await codeOf(decideClientRequest(owner, { id, version, isApproved: true }))).toBe("conflict");
  });

  test("an answer to what was asked before is none to what is asked now", async () => {
    const { owner, member } = await makeOrganisation();
    await ask(member);
    const { id, version } = await firstOf(owner);
    await decideClientRequest(owner, { id, version, isApproved: false });
    await ask(member, { reason: "Something else", redirectHost: "evil.example" });
    expect(await codeOf(decideClientRequest(owner, { id, version, isApproved: true }))).toBe("conflict");
    expect(await verdictOf(member)).toBe("ask");
  });

  test("a block answers every request for the app, and one that races leaves none open", async () => {
    const { tenant, owner, member } = await makeOrganisation();
    await ask(member);
    const { client } = await firstOf(owner);
    const people = await Promise.all(Array.from({ length: 6 }, () => mintMember(tenant, "member")));
    await Promise.all([
      blockClient(owner, { id: client.id }),
      ...people.map((person) => codeOf(ask(person))),
    ]);
    expect(await listOpen(owner)).toEqual([]);
    expect(await verdictOf(member)).toBe("blocked");
  });

  test("I01 I02: another organisation's request is none, and nothing else of the row can be set", async () => {
    const [here, there] = [await makeOrganisation(), await makeOrganisation()];
    await ask(there.member);
    const { id, version } = await firstOf(there.owner);
    const answer = { id, version, isApproved: true };
    expect(await codeOf(decideClientRequest(here.owner, answer))).toBe("not_found");
    for (const extra of [{ tenantId: here.tenant.tenantId }, { state: "approved" }, { personId: "x" }]) {
      expect(await codeOf(decideClientRequest(there.owner, { ...answer, ...extra }))).toBe("invalid_input");
    }
    expect(await codeOf(decideClientRequest(there.member, answer))).toBe("forbidden");
    expect(await listOpen(there.owner)).toHaveLength(1);
  });

  test("a request waits no longer when who asked has left", async () => {
    const { owner, member } = await makeOrganisation();
    await ask(member);
    const where = { tenantId: member.tenantId, id: member.membershipId };
    await inTenant(member.tenantId, (tx) => tx.membership.updateMany({ where, data: { status: "removed" } }));
    expect(await listOpen(owner)).toEqual([]);
  });
});
