import { beforeAll, describe, expect, test } from "vitest";
import type { MemberActor } from "#lib/kernel/actor.ts";
import { inTenant } from "#lib/platform/db/in-tenant.ts";
import { type MintedTenant, mintMember, mintTenant } from "#lib/testing/mint.ts";
import { mailsTo, refusal, somebody } from "#lib/testing/people.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import { acceptInvitation } from "./accept-invitation.ts";
import { changeRole } from "./change-role.ts";
import { copyInvitationLink } from "./copy-invitation-link.ts";
import { findInvitation } from "./find-invitation.ts";
import { getMember } from "./get-member.ts";
import { invitePeople } from "./invite-people.ts";
import { listInvitations } from "./list-invitations.ts";
import { listMemberships } from "./list-memberships.ts";
import { listOwnInvitations } from "./list-own-invitations.ts";
import { removeMember } from "./remove-member.ts";
import { resendInvitation } from "./resend-invitation.ts";
import { resolveMemberActor } from "./resolve-member-actor.ts";
import { revokeInvitation } from "./revoke-invitation.ts";
import { suspendMember } from "./suspend-member.ts";

useDatabase();

let tenant: MintedTenant;
let owner: MemberActor;
beforeAll(async () => {
  tenant = await mintTenant();
  owner = await mintMember(tenant, "owner");
});

/** Invites, and reads the token out of the mail. */
async function invite(person: { email: string }, role = "member", actor = owner): Promise<string> {
  const [result] = await invitePeople(actor, { addresses: person.email, role, note: "Welcome aboard" });
  expect(["invited", "resent"]).toContain(result?.outcome);
  return await readToken(person.email);
}

async function readToken(email: string): Promise<string> {
  // Beside it may lie a mail of another kind, queued before and sent after.
  const tokens = (await mailsTo(email)).map(({ text }) => /\/invite\/([\w-]{43})/.exec(text)?.[1]);
  return tokens.find((token) => token !== undefined) ?? "";
}

async function findId(email: string, actor = owner): Promise<string> {
  const { invitations } = await listInvitations(actor, { text: email });
  return invitations[0]?.id ?? "";
}

const change = async (table: "expiresAt", email: string, value: Date) =>
  await inTenant(tenant.tenantId, (tx) =>
    tx.invitation.updateMany({ where: { tenantId: tenant.tenantId, email }, data: { [table]: value } }),
  );

describe("inviting", () => {
  test("says of each address what became of it, and mails those it invited", async () => {
    const [fresh, again] = [somebody(), somebody()];
    await invite(again);
    const member = await mintMember(tenant, "member");
    const results = await invitePeople(owner, {
      addresses: `${fresh.email}; ${again.email}, ${member.email}\nno-address\n"Ada" <${fresh.email}>`,
      role: "auditor",
      note: "",
    });
    expect(results).toEqual([
      { address: fresh.email, outcome: "invited" },
      { address: again.email, outcome: "resent" },
      { address: member.email, outcome: "member" },
      { address: "no-address", outcome: "not_an_address" },
    ]);
    const [mail] = await mailsTo(fresh.email);
    expect(mail?.text).toContain("Auditor: reads everything, changes nothing");
    expect(await mailsTo(member.email)).toEqual([]);
  });

  test("J10: is for owners and admins, and for no role above the inviter's", async () => {
    for (const role of ["member", "auditor"] as const) {
      const actor = await mintMember(tenant, role);
      const input = { addresses: somebody().email, role: "member" };
      expect(await refusal(invitePeople(actor, input))).toBe("forbidden");
    }
    const admin = await mintMember(tenant, "admin");
    const person = somebody();
    expect(await refusal(invitePeople(admin, { addresses: person.email, role: "owner" }))).toBe("forbidden");
    await invite(person, "owner");
    const id = await findId(person.email);
    expect(await refusal(resendInvitation(admin, { id }))).toBe("forbidden");
    expect(await refusal(copyInvitationLink(admin, { id }))).toBe("forbidden");
  });

  test.each([
    ["nothing", { addresses: "  ", role: "member" }],
    ["no role", { addresses: "ada@acme.example" }],
    ["a role that is none", { addresses: "ada@acme.example", role: "root" }],
    ["a note of 501 characters", { addresses: "ada@acme.example", role: "member", note: "x".repeat(501) }],
    ["a hidden character", { addresses: "ada@acme.example", role: "member", note: "a\u202Eb" }],
    [
      "101 addresses",
      { addresses: Array.from({ length: 101 }, (_, i) => `p${i}@a.example`).join(), role: "member" },
    ],
    ["more text than a hundred addresses have", { addresses: "x".repeat(20_001), role: "member" }],
  ])("refuses %s", async (_what, input) => {
    expect(await refusal(invitePeople(owner, input))).toBe("invalid_input");
  });

  test("stops at the number that may wait, and says so", async () => {
    const own = await mintTenant();
    const boss = await mintMember(own, "owner");
    const { tenantId } = own;
    const [sentAt, expiresAt] = [new Date(), new Date(Date.now() + 60_000)];
    await inTenant(tenantId, (tx) =>
      tx.invitation.createMany({
        data: Array.from({ length: 499 }, (_, index) => ({
          tenantId,
          id: crypto.randomUUID(),
          email: `p${index}@people.example`,
          role: "member" as const,
          tokenHash: crypto.randomUUID(),
          invitedBy: boss.membershipId,
          createdAt: new Date(0),
          sentAt,
          expiresAt,
        })),
      }),
    );
    const results = await invitePeople(boss, { addresses: "a@b.example, c@d.example", role: "member" });
    expect(results.map(({ outcome }) => outcome)).toEqual(["invited", "over_limit"]);
  });

  test("only takes addresses of proved domains where company sign-in is the only way", async () => {
    const own = await mintTenant();
    const boss = await mintMember(own, "owner");
    const { tenantId } = own;
    const domain = `${crypto.randomUUID()}.example`;
    await inTenant(tenantId, async (tx) => {
      const id = crypto.randomUUID();
      await tx.verifiedDomain.create({ data: { tenantId, id, domain, token: "x", provenAt: new Date() } });
      await tx.ssoConnection.create({
        data: { tenantId, id, issuer: "https://l.example", clientId: "c", secretSealed: Buffer.from("x") },
      });
    });
    const outside = somebody();
    const token = await invite(outside, "member", boss);
    await inTenant(tenantId, (tx) =>
      tx.ssoConnection.updateMany({ where: { tenantId }, data: { isActive: true, isRequired: true } }),
    );
    const results = await invitePeople(boss, { addresses: `x@other.example ada@${domain}`, role: "member" });
    expect(results.map(({ outcome }) => outcome)).toEqual(["domain", "invited"]);
    expect(await acceptInvitation(outside, { token })).toEqual({ ok: false, reason: "domain" });
    expect((await findInvitation(token, outside))?.state).toBe("domain");
  });
});

describe("accepting", () => {
  test("makes a member of whoever was invited, with the role, and the audit log names the invitation", async () => {
    const person = somebody();
    const token = await invite(person, "auditor");
    expect(await findInvitation(token, null)).toMatchObject({
      state: "pending",
      role: "auditor",
      note: "Welcome aboard",
    });
    expect(await acceptInvitation(person, { token })).toEqual({ ok: true, slug: tenant.slug });
    expect((await resolveMemberActor(person, tenant.slug)).role).toBe("auditor");
    const { tenantId } = tenant;
    const rows = await inTenant(tenantId, (tx) =>
      tx.auditEvent.findMany({ where: { tenantId, action: "invitation.accept", actorId: person.personId } }),
    );
    expect(rows).toHaveLength(1);
    expect((await findInvitation(token, person))?.state).toBe("member");
  });

  test("I14: an invitation is taken once, also by ten at once", async () => {
    const person = somebody();
    const token = await invite(person);
    const answers = await Promise.all(Array.from({ length: 10 }, () => acceptInvitation(person, { token })));
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
    expect(await acceptInvitation(person, { token })).toEqual({ ok: false, reason: "member" });
    await removeMember(owner, await seen(await resolveMemberActor(person, tenant.slug)));
    expect(await acceptInvitation(person, { token })).toEqual({ ok: false, reason: "accepted" });
  });

  test("I14: an invitation is for its own address, whoever holds the link", async () => {
    const [invited, other] = [somebody(), somebody()];
    const token = await invite(invited);
    expect((await findInvitation(token, other))?.state).toBe("wrong_account");
    expect(await acceptInvitation(other, { token })).toEqual({ ok: false, reason: "wrong_account" });
    expect(await acceptInvitation(other, { id: await findId(invited.email) })).toEqual({
      ok: false,
      reason: "unknown",
    });
    expect(await listMemberships(other)).toEqual([]);
    expect(await acceptInvitation(invited, { token })).toMatchObject({ ok: true });
  });

  test("I14: an invitation ends after seven days, with its revocation, and with a newer mail", async () => {
    const [late, revoked, resent] = [somebody(), somebody(), somebody()];
    const tokens = [await invite(late), await invite(revoked), await invite(resent)] as const;
    await change("expiresAt", late.email, new Date(Date.now() - 1));
    await revokeInvitation(owner, { id: await findId(revoked.email) });
    await resendInvitation(owner, { id: await findId(resent.email) });
    expect(await acceptInvitation(late, { token: tokens[0] })).toEqual({ ok: false, reason: "expired" });
    expect(await acceptInvitation(late, { id: await findId(late.email) })).toEqual({
      ok: false,
      reason: "unknown",
    });
    expect(await acceptInvitation(revoked, { token: tokens[1] })).toEqual({ ok: false, reason: "revoked" });
    expect(await acceptInvitation(resent, { token: tokens[2] })).toEqual({ ok: false, reason: "unknown" });
    expect(await acceptInvitation(resent, { token: await readToken(resent.email) })).toMatchObject({
      ok: true,
    });
    expect(await refusal(revokeInvitation(owner, { id: await findId(late.email) }))).toBe("done");
  });

  test("I14: looking at it spends nothing, and text that is no token finds nothing", async () => {
    const person = somebody();
    const token = await invite(person);
    for (let look = 0; look < 5; look += 1)
      expect((await findInvitation(token, person))?.state).toBe("pending");
    for (const wrong of ["", "x", "\0".repeat(43), token.slice(1), `${token}x`, "x".repeat(10_000)]) {
      expect(await findInvitation(wrong, person)).toBeNull();
    }
    expect(await acceptInvitation(person, { token: "x".repeat(43) })).toEqual({
      ok: false,
      reason: "unknown",
    });
  });

  test("L02: no token is in the database, in the clear or as a part", async () => {
    const person = somebody();
    const token = await invite(person);
    const { url } = await copyInvitationLink(owner, { id: await findId(person.email) });
    const { tenantId } = tenant;
    const rows = await inTenant(tenantId, async (tx) => [
      await tx.invitation.findMany({ where: { tenantId } }),
      await tx.auditEvent.findMany({ where: { tenantId } }),
    ]);
    const dump = JSON.stringify(rows, (_, value: unknown) =>
      typeof value === "bigint" ? Number(value) : value,
    );
    for (const secret of [token, url.slice(-43)]) expect(dump).not.toContain(secret.slice(0, 20));
  });

  test("a copied link and the mailed one both work until one of them is used", async () => {
    const [one, two] = [somebody(), somebody()];
    const mailed = [await invite(one), await invite(two)] as const;
    const copied = async (email: string) =>
      (await copyInvitationLink(owner, { id: await findId(email) })).url.slice(-43);
    const links = [await copied(one.email), await copied(two.email)] as const;
    expect(await acceptInvitation(one, { token: mailed[0] })).toMatchObject({ ok: true });
    expect(await acceptInvitation(two, { token: links[1] })).toMatchObject({ ok: true });
    expect((await findInvitation(links[0], null))?.state).toBe("accepted");
  });

  test("waits for whoever signs in with the address, without the link", async () => {
    const person = somebody();
    await invite(person);
    const [waiting] = await listOwnInvitations(person);
    expect(waiting).toMatchObject({ organisation: tenant.name, role: "member" });
    expect(await acceptInvitation(person, { id: waiting?.id })).toEqual({ ok: true, slug: tenant.slug });
    expect(await listOwnInvitations(person)).toEqual([]);
  });

  test("lets nobody in who is suspended, and gives who was removed their place again", async () => {
    const person = somebody();
    const other = somebody();
    for (const one of [person, other]) await acceptInvitation(one, { token: await invite(one) });
    const [suspended, removed] = [
      await resolveMemberActor(person, tenant.slug),
      await resolveMemberActor(other, tenant.slug),
    ];
    await suspendMember(owner, await seen(suspended));
    await removeMember(owner, await seen(removed));
    expect(await invitePeople(owner, { addresses: person.email, role: "member" })).toMatchObject([
      { outcome: "member" },
    ]);
    const token = await invite(other, "admin");
    expect(await acceptInvitation(other, { token })).toMatchObject({ ok: true });
    const back = await resolveMemberActor(other, tenant.slug);
    expect(back).toMatchObject({ membershipId: removed.membershipId, role: "admin" });
  });

  test("an owner of thirty organisations is not made one of another", async () => {
    const person = somebody();
    const { personId, email } = person;
    for (let owned = 0; owned < 30; owned += 1) {
      const { tenantId } = await mintTenant();
      const id = crypto.randomUUID();
      await inTenant(tenantId, (tx) =>
        tx.membership.create({ data: { tenantId, id, personId, email, name: "Somebody", role: "owner" } }),
      );
    }
    const token = await invite(person, "owner");
    expect(await acceptInvitation(person, { token })).toEqual({ ok: false, reason: "owns_too_many" });
    expect((await findInvitation(token, person))?.state).toBe("pending");
  });
});

test("what somebody sent ends with their right to send it", async () => {
  const admin = await mintMember(tenant, "admin");
  const [one, two] = [somebody(), somebody()];
  const first = await invite(one, "member", admin);
  await changeRole(owner, { ...(await seen(admin)), role: "member" });
  expect(await acceptInvitation(one, { token: first })).toEqual({ ok: false, reason: "revoked" });
  await changeRole(owner, { ...(await seen(admin)), role: "admin" });
  const second = await invite(two, "member", admin);
  await removeMember(owner, await seen(admin));
  expect(await acceptInvitation(two, { token: second })).toEqual({ ok: false, reason: "revoked" });
});

test("one invitation is mailed ten times at most", async () => {
  const person = somebody();
  await invite(person);
  const id = await findId(person.email);
  for (let sent = 1; sent < 10; sent += 1) await resendInvitation(owner, { id });
  expect(await refusal(resendInvitation(owner, { id }))).toBe("limit_exceeded");
  const results = await invitePeople(owner, { addresses: person.email, role: "member" });
  expect(results).toEqual([{ address: person.email, outcome: "sent_too_often" }]);
});

async function seen({ membershipId }: MemberActor) {
  const { id, version } = await getMember(owner, { id: membershipId });
  return { id, version };
}
