import { beforeAll, describe, expect, test } from "vitest";
import type { MemberActor, PersonActor } from "#lib/kernel/actor.ts";
import { inTenant } from "#lib/platform/db/in-tenant.ts";
import { type MintedTenant, mintMember, mintTenant } from "#lib/testing/mint.ts";
import { mailsTo, refusal, somebody } from "#lib/testing/people.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import { approveAccess } from "./approve-access.ts";
import { declineAccess } from "./decline-access.ts";
import { findDomainOrganisation } from "./find-domain-organisation.ts";
import { getMember } from "./get-member.ts";
import { listAccessRequests } from "./list-access-requests.ts";
import { listMemberships } from "./list-memberships.ts";
import { requestAccess } from "./request-access.ts";
import { resolveMemberActor } from "./resolve-member-actor.ts";
import { suspendMember } from "./suspend-member.ts";

useDatabase();

const subjectsTo = async (email: string) => (await mailsTo(email)).map(({ subject }) => subject);

const waiting = async (actor: MemberActor) =>
  (await listAccessRequests(actor, {})).requests.map(({ email }) => email);

let tenant: MintedTenant;
let owner: MemberActor;
let admin: MemberActor;
beforeAll(async () => {
  tenant = await mintTenant();
  owner = await mintMember(tenant, "owner");
  admin = await mintMember(tenant, "admin");
});

describe("asking to join", () => {
  test.each([
    ["its short name", () => tenant.slug],
    ["capitals and spaces around it", () => ` ${tenant.slug.toUpperCase()} `],
    ["a page of it", () => `https://connect.example/o/${tenant.slug}/members?x=1`],
    ["its MCP address", () => `https://connect.example/api/mcp/${tenant.address}`],
    ["the last part of that", () => tenant.address],
  ])("finds the organisation by %s, and tells its admins by mail", async (_what, organisation) => {
    const person = somebody();
    await requestAccess(person, { organisation: organisation(), note: "I am new here" });
    expect(await waiting(admin)).toContain(person.email);
    for (const { email } of [owner, admin]) {
      expect(await subjectsTo(email)).toContain(`${person.email} asks to join ${tenant.name}`);
    }
  });

  test("I13: answers alike for an organisation that is, is not, and where one waits or is suspended already", async () => {
    const person = somebody();
    const suspended = await mintMember(tenant, "member");
    const { id, version } = await getMember(owner, { id: suspended.membershipId });
    await suspendMember(owner, { id, version });
    const { personId, email } = suspended;
    const outcomes = [
      await requestAccess(person, { organisation: tenant.slug }),
      await requestAccess(person, { organisation: tenant.slug }),
      await requestAccess(person, { organisation: "no-such-organisation" }),
      await requestAccess(person, { organisation: "'; DROP TABLE" }),
      await requestAccess({ kind: "person", personId, email, name: "x" }, { organisation: tenant.slug }),
    ];
    expect(outcomes).toEqual([undefined, undefined, undefined, undefined, undefined]);
    expect((await waiting(owner)).filter((one) => one === person.email)).toHaveLength(1);
    expect(await waiting(owner)).not.toContain(email);
  });

  test("ends after ten in a day, whatever they named", async () => {
    const person = somebody();
    for (let asked = 0; asked < 10; asked += 1)
      await requestAccess(person, { organisation: `none-${asked}` });
    expect(await refusal(requestAccess(person, { organisation: tenant.slug }))).toBe("limit_exceeded");
    expect(await waiting(owner)).not.toContain(person.email);
  });

  test.each([
    ["nothing", { organisation: " " }],
    ["301 characters", { organisation: "x".repeat(301) }],
    ["a note of 501 characters", { organisation: "acme", note: "x".repeat(501) }],
    ["a role", { organisation: "acme", role: "owner" }],
  ])("refuses %s", async (_what, input) => {
    expect(await refusal(requestAccess(somebody(), input))).toBe("invalid_input");
  });

  test("I13: an organisation is named to people of the domain it proved, and to nobody else", async () => {
    const [proved, claimed] = [`${crypto.randomUUID()}.example`, `${crypto.randomUUID()}.example`];
    const { tenantId } = tenant;
    await inTenant(tenantId, (tx) =>
      tx.verifiedDomain.createMany({
        data: [
          { tenantId, id: crypto.randomUUID(), domain: proved, token: "x", provenAt: new Date() },
          { tenantId, id: crypto.randomUUID(), domain: claimed, token: "x" },
        ],
      }),
    );
    expect(await findDomainOrganisation(somebody(proved))).toEqual({ name: tenant.name, slug: tenant.slug });
    expect(await findDomainOrganisation(somebody(claimed))).toBeNull();
    expect(await findDomainOrganisation(somebody(`sub.${proved}`))).toBeNull();
  });
});

describe("deciding", () => {
  async function ask(): Promise<{ person: PersonActor; id: string }> {
    const person = somebody();
    await requestAccess(person, { organisation: tenant.slug });
    const { requests } = await listAccessRequests(owner, {});
    return { person, id: requests.find(({ email }) => email === person.email)?.id ?? "" };
  }

  test("yes makes a member of that role and mails them; of two at once one decides", async () => {
    const { person, id } = await ask();
    const outcomes = await Promise.all([
      refusal(approveAccess(owner, { id, role: "auditor" })),
      refusal(declineAccess(admin, { id })),
    ]);
    expect(outcomes.toSorted()).toEqual(["conflict", "done"]);
    const isIn = (await listMemberships(person)).length === 1;
    expect(isIn).toBe(outcomes[0] === "done");
    expect(await mailsTo(person.email)).toHaveLength(1);
  });

  test("J10: an admin lets nobody in as an owner, members and auditors let in nobody", async () => {
    const { person, id } = await ask();
    expect(await refusal(approveAccess(admin, { id, role: "owner" }))).toBe("forbidden");
    for (const role of ["member", "auditor"] as const) {
      const actor = await mintMember(tenant, role);
      expect(await refusal(approveAccess(actor, { id, role: "member" }))).toBe("forbidden");
      expect(await refusal(declineAccess(actor, { id }))).toBe("forbidden");
    }
    await approveAccess(admin, { id, role: "member" });
    expect((await resolveMemberActor(person, tenant.slug)).role).toBe("member");
  });

  test("no is mailed, and the next request within a week is not heard", async () => {
    const { person, id } = await ask();
    await declineAccess(admin, { id });
    expect(await subjectsTo(person.email)).toEqual([`Your request to join ${tenant.name} was declined`]);
    await requestAccess(person, { organisation: tenant.slug });
    expect(await waiting(owner)).not.toContain(person.email);
    expect(await listMemberships(person)).toEqual([]);
  });
});
