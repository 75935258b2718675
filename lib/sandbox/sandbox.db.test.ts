import { beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { setToolPolicy } from "#lib/access/set-tool-policy.ts";
import { confirmAddressChange } from "#lib/identity/confirm-address-change.ts";
import { ensurePerson } from "#lib/identity/ensure-person.ts";
import { findSession, type Session } from "#lib/identity/find-session.ts";
import { findSignIn } from "#lib/identity/find-sign-in.ts";
import { linkIdentity } from "#lib/identity/link-identity.ts";
import { listReviewerCodes } from "#lib/identity/list-reviewer-codes.ts";
import { requestAddressChange } from "#lib/identity/request-address-change.ts";
import { REVIEWER_ADDRESS } from "#lib/identity/schema.ts";
import type { MemberActor, PersonActor } from "#lib/kernel/actor.ts";
import { isDomainError } from "#lib/kernel/errors.ts";
import { newId, type MembershipId } from "#lib/kernel/ids.ts";
import { deleteTenant } from "#lib/operations/delete-tenant.ts";
import { getConfig, setConfig } from "#lib/platform/config/get-config.ts";
import { inTenant } from "#lib/platform/db/in-tenant.ts";
import { authSql } from "#lib/platform/db/sql.ts";
import { withPeerAddress } from "#lib/platform/limits/peer-address.ts";
import { listLocalMails } from "#lib/platform/outbox/local-mailbox.ts";
import { acceptInvitation } from "#lib/tenants/accept-invitation.ts";
import { createTenant } from "#lib/tenants/create-tenant.ts";
import { findSandbox } from "#lib/tenants/find-sandbox.ts";
import { invitePeople } from "#lib/tenants/invite-people.ts";
import { leaveTenant } from "#lib/tenants/leave-tenant.ts";
import { listMembers } from "#lib/tenants/list-members.ts";
import { listMemberships } from "#lib/tenants/list-memberships.ts";
import { listOwnInvitations } from "#lib/tenants/list-own-invitations.ts";
import { pauseTools } from "#lib/tenants/pause-tools.ts";
import { requestAccess } from "#lib/tenants/request-access.ts";
import { requestByInvitation } from "#lib/tenants/request-by-invitation.ts";
import { resolveMemberActor } from "#lib/tenants/resolve-member-actor.ts";
import { suspendTenant } from "#lib/tenants/suspend-tenant.ts";
import { switchSandbox } from "#lib/tenants/switch-sandbox.ts";
import { DoorBrowser, toWhere } from "#lib/testing/door-browser.ts";
import { mintGrantWithToken, mintMember, mintTenant } from "#lib/testing/mint.ts";
import { mailsTo } from "#lib/testing/people.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import { testUpstream } from "#lib/upstreams/test-upstream.ts";
import { POST as postCheck } from "../../app/(auth)/sign-in/check/route.ts";
import { POST as postRequest } from "../../app/(auth)/sign-in/request/route.ts";
import { ensureSandbox } from "./ensure-sandbox.ts";
import { issueReviewerCode } from "./issue-reviewer-code.ts";
import { revokeReviewerCode } from "./revoke-reviewer-code.ts";
import { COLLEAGUES, REVIEWER, SANDBOX_NAME, SANDBOX_OWNER } from "./schema.ts";

useDatabase({ SANDBOX: "on" });

const NOWHERE = {
  mcpUrl: "http://127.0.0.1:9/mcp",
  apiUrl: "http://127.0.0.1:9",
  keys: [`trinity_mcp_${"a".repeat(43)}`],
  controlToken: "unused",
};
const DAY_MS = 86_400_000;
const ISSUING = { days: 30, issuedBy: "operator" };
const doors = { request: postRequest, check: postCheck } as never;
let owner: MemberActor;

beforeAll(async () => {
  setConfig({ ...getConfig(), outboundAllow: ["127.0.0.1:9"] });
  owner = await ensureSandbox(NOWHERE);
});
beforeEach(async () => {
  vi.spyOn(process.stdout, "write").mockReturnValue(true);
  await authSql().query("DELETE FROM auth.reviewer_codes");
});

async function refusal(attempt: Promise<unknown>): Promise<string> {
  return await attempt.then(
    () => "done",
    (error: unknown) => (isDomainError(error) ? `${error.code}: ${error.publicMessage}` : String(error)),
  );
}

async function signIn(code: string): Promise<{ browser: DoorBrowser; where: string }> {
  const browser = new DoorBrowser(doors);
  expect(toWhere(await browser.post(postRequest, { email: ` ${REVIEWER_ADDRESS}`, next: "/o" }))).toBe(
    "303 /sign-in/code",
  );
  return { browser, where: toWhere(await browser.post(postCheck, { code })) };
}

async function reviewer(): Promise<{ session: Session; person: PersonActor; member: MemberActor }> {
  const { code } = await issueReviewerCode(ISSUING);
  const session = await findSession((await signIn(code)).browser.cookie);
  if (!session) throw new Error("the reviewer is not signed in");
  const { actor: person } = session;
  return { session, person, member: await resolveMemberActor(person, owner.tenantSlug) };
}

const readAudit = async (action: string) =>
  await inTenant(owner.tenantId, (tx) =>
    tx.auditEvent.findMany({ where: { tenantId: owner.tenantId, action }, orderBy: { seq: "asc" } }),
  );

describe("the organisation", () => {
  test("is made once, with its people, however often and at once servers start", async () => {
    await Promise.all([ensureSandbox(NOWHERE), ensureSandbox(NOWHERE), ensureSandbox(NOWHERE)]);
    const { rows } = await authSql().query("SELECT email FROM auth.users WHERE bound_tenant_id IS NOT NULL");
    expect(rows).toEqual([{ email: REVIEWER_ADDRESS }]);
    expect((await findSandbox())?.id).toBe(owner.tenantId);
    const { members } = await listMembers(owner, {});
    const wanted = [SANDBOX_OWNER, REVIEWER, ...COLLEAGUES].map(({ email, role }) => `${email} ${role}`);
    expect(members.map(({ email, role }) => `${email} ${role}`).toSorted()).toEqual(wanted.toSorted());
    expect(owner.tenantName).toBe(SANDBOX_NAME);
  });

  test("is not deleted, by its owner or by whatever writes the table, nor suspended by the command", async () => {
    const confirmation = owner.tenantSlug;
    expect(await refusal(deleteTenant(owner, { confirmation }))).toMatch(/^precondition_failed/);
    await expect(
      inTenant(owner.tenantId, (tx) =>
        tx.tenant.updateMany({ where: { id: owner.tenantId }, data: { deletedAt: new Date() } }),
      ),
    ).rejects.toThrow(/the sandbox is never deleted/);
    expect(await refusal(suspendTenant(owner.tenantSlug))).toMatch(/SANDBOX=off/);
  });

  test("rests with SANDBOX=off, sessions and codes with it, and runs again as it was", async () => {
    const { code } = await issueReviewerCode(ISSUING);
    const { browser } = await signIn(code);
    const { sandbox } = getConfig();
    setConfig({ ...getConfig(), sandbox: { ...sandbox, isOn: false } });
    await switchSandbox(false);
    expect(await browser.who()).toBeUndefined();
    const stranger = new DoorBrowser(doors);
    const asked = await stranger.post(postRequest, { email: REVIEWER_ADDRESS, next: "/o" });
    expect(toWhere(asked)).toContain("problem=mail_refused");
    expect(
      await refusal(resolveMemberActor({ ...owner, kind: "person", name: "" }, owner.tenantSlug)),
    ).toMatch(/suspended/);
    setConfig({ ...getConfig(), sandbox });
    await ensureSandbox(NOWHERE);
    expect((await browser.who())?.email).toBe(REVIEWER_ADDRESS);
    expect((await findSandbox())?.isSuspended).toBe(false);
  });
});

describe("a review code", () => {
  test("signs in as often as wanted, in any spelling, each time written down before anything is open", async () => {
    const before = (await readAudit("sandbox.sign-in")).length;
    const { id, code, expiresAt } = await issueReviewerCode({ days: 90, issuedBy: "op@example.org" });
    expect(code).toMatch(/^(?:[0-9A-HJKMNP-TV-Z]{5}-){4}[0-9A-HJKMNP-TV-Z]{5}$/);
    expect(Math.round((expiresAt.getTime() - Date.now()) / DAY_MS)).toBe(90);
    const spellings = [
      code,
      code.toLowerCase().replaceAll("-", " "),
      code.replaceAll("-", "").replaceAll("0", "o"),
    ];
    for (const spelling of spellings) {
      const { browser, where } = await signIn(spelling);
      expect(where).toBe("303 /o");
      expect(await browser.who()).toMatchObject({ email: REVIEWER_ADDRESS, boundTo: owner.tenantId });
    }
    const rows = (await readAudit("sandbox.sign-in")).slice(before);
    expect(rows.map(({ after }) => after)).toEqual(spellings.map(() => ({ code: id })));
    expect(await listReviewerCodes()).toMatchObject([
      { id, state: "good", uses: 3, issuedBy: "op@example.org" },
    ]);
    expect(listLocalMails().filter(({ to }) => to === REVIEWER_ADDRESS)).toEqual([]);
  });

  test("is nowhere in the database, the audit log included", async () => {
    const { code } = await issueReviewerCode(ISSUING);
    await signIn(code);
    const plain = code.replaceAll("-", "");
    const { rows } = await authSql().query("SELECT r::text AS row FROM auth.reviewer_codes r");
    const audit = JSON.stringify(
      [await readAudit("sandbox.issue-code"), await readAudit("sandbox.sign-in")],
      (_, value) => (typeof value === "bigint" ? String(value) : value),
    );
    for (const text of [JSON.stringify(rows), audit]) {
      expect(text).not.toContain(plain);
      expect(text).not.toContain(code);
    }
  });

  test.each([0, 91, 1.5, Number.NaN])("is not given out for %s days", async (days) => {
    expect(await refusal(issueReviewerCode({ ...ISSUING, days }))).toMatch(/^invalid_input/);
  });

  test("is one of five at most, also when six are asked for at once", async () => {
    const asked = Array.from({ length: 6 }, () => refusal(issueReviewerCode(ISSUING)));
    const outcomes = await Promise.all(asked);
    expect(outcomes.filter((outcome) => outcome === "done")).toHaveLength(5);
    expect(outcomes.filter((outcome) => outcome.startsWith("precondition_failed"))).toHaveLength(1);
  });

  test("a wrong, mailed, ended or malformed one opens nothing and says which it was", async () => {
    const { id, code } = await issueReviewerCode(ISSUING);
    const wrong = `${code.startsWith("0") ? "1" : "0"}${code.slice(1)}`;
    expect((await signIn(wrong)).where).toBe("303 /sign-in/code?problem=review_wrong");
    for (const odd of ["", "123456", `${code}-00000`, "U".repeat(25)]) {
      const { browser, where } = await signIn(odd);
      expect(where).toBe("303 /sign-in/code?problem=review_malformed");
      expect(findSignIn(browser.cookie)?.problem).toEqual({ reason: "review_malformed" });
    }
    await authSql().query(
      "UPDATE auth.reviewer_codes SET expires_at = now() - interval '1 s' WHERE id = $1",
      [id],
    );
    expect((await signIn(code)).where).toBe("303 /sign-in/code?problem=review_wrong");
  });

  test("opens no ordinary address, and no ordinary code opens the reviewer's", async () => {
    const { code } = await issueReviewerCode(ISSUING);
    const browser = new DoorBrowser(doors);
    await browser.post(postRequest, { email: "ada@acme.example", next: "/o" });
    expect(toWhere(await browser.post(postCheck, { code }))).toBe("303 /sign-in/code?problem=malformed");
    expect(await browser.who()).toBeUndefined();
  });

  test("ends sessions when it is revoked, and connections when none is left", async () => {
    const first = await issueReviewerCode(ISSUING);
    const second = await issueReviewerCode(ISSUING);
    const { browser } = await signIn(first.code);
    const person = await browser.who();
    const member = await resolveMemberActor(person as PersonActor, owner.tenantSlug);
    const { grantId } = await mintGrantWithToken(member, { groups: ["agents.read"] });
    expect(await revokeReviewerCode(first.id)).toEqual({ left: 1, ended: 0 });
    expect(await browser.who()).toBeUndefined();
    expect((await signIn(first.code)).where).toContain("review_wrong");
    expect((await signIn(second.code)).where).toBe("303 /o");
    expect(await revokeReviewerCode(second.id)).toEqual({ left: 0, ended: 1 });
    const where = { tenantId: owner.tenantId, id: grantId };
    const grant = await inTenant(owner.tenantId, (tx) => tx.grant.findFirst({ where }));
    expect(grant).toMatchObject({ endedReason: "operator" });
    expect(await refusal(revokeReviewerCode(second.id))).toMatch(/^not_found/);
    expect(await refusal(revokeReviewerCode("' OR 1=1"))).toMatch(/^not_found/);
  });

  test("no session outlives the last good one", async () => {
    const { code } = await issueReviewerCode(ISSUING);
    const { browser } = await signIn(code);
    await authSql().query("UPDATE auth.reviewer_codes SET expires_at = now() - interval '1 s'");
    expect(await findSession(browser.cookie)).toBeNull();
  });

  test("is guessed ten times in a quarter of an hour from one network, and no more", async () => {
    const { code } = await issueReviewerCode(ISSUING);
    const wrong = `${code.startsWith("0") ? "1" : "0"}${code.slice(1)}`;
    await withPeerAddress("198.51.100.7", async () => {
      for (let tries = 0; tries < 10; tries += 1)
        expect((await signIn(wrong)).where).toContain("review_wrong");
      expect((await signIn(code)).where).toContain("problem=limited");
    });
    await withPeerAddress("203.0.113.9", async () => expect((await signIn(code)).where).toBe("303 /o"));
  });
});

describe("the reviewer", () => {
  test("belongs to no other organisation, whichever way leads there", async () => {
    const { person } = await reviewer();
    const other = await mintTenant();
    const admin = await mintMember(other, "owner");
    expect(await refusal(createTenant(person, { name: "Mine", slug: "mine-alone" }))).toMatch(/^forbidden/);
    expect(await refusal(requestAccess(person, { organisation: other.slug, note: "" }))).toMatch(
      /^forbidden/,
    );
    await invitePeople(admin, { addresses: REVIEWER_ADDRESS, role: "member" });
    const [invitation] = await listOwnInvitations(person);
    expect(await refusal(acceptInvitation(person, { id: invitation?.id }))).toMatch(/^forbidden/);
    const [mail] = await mailsTo(REVIEWER_ADDRESS);
    const token = /\/invite\/([\w-]{43})/.exec(mail?.text ?? "")?.[1] ?? "";
    expect(await refusal(acceptInvitation(person, { token }))).toMatch(/^forbidden/);
    expect(await refusal(requestByInvitation(person, { token }))).toMatch(/^forbidden/);
    expect(await listMemberships(person)).toHaveLength(1);
  });

  test("is kept out of other organisations by the database too", async () => {
    const { person } = await reviewer();
    const { tenantId } = await mintTenant();
    const { personId, email, name } = person;
    const membership = {
      tenantId,
      id: newId<MembershipId>(),
      personId,
      email,
      name,
      role: "member" as const,
    };
    await expect(
      inTenant(tenantId, (tx) => tx.membership.create({ data: membership, select: { id: true } })),
    ).rejects.toThrow(/bound to another organisation/);
  });

  test("gets no other way to sign in and no other address, and nobody else gets theirs", async () => {
    const { session, person } = await reviewer();
    const identity = {
      connection: "google",
      issuer: "https://g.example",
      subject: "1",
      email: "r@g.example",
    };
    expect(await refusal(linkIdentity(person.personId, identity))).toMatch(/^forbidden/);
    expect(await refusal(requestAddressChange(person, "me@acme.example"))).toMatch(/^forbidden/);
    expect(await refusal(confirmAddressChange(session, { code: "123456", cookieHeader: null }))).toMatch(
      /^forbidden/,
    );
    const somebody = await ensurePerson("somebody@acme.example", "Somebody");
    expect(await requestAddressChange(somebody, REVIEWER_ADDRESS)).toEqual({
      ok: false,
      reason: "mail_refused",
    });
  });

  test("may try what an admin may, and not what would break it for the next one", async () => {
    const { member } = await reviewer();
    expect(member).toMatchObject({ role: "admin", isReviewer: true });
    await setToolPolicy(member, { role: "member", subject: "group", name: "agents.write", allowed: false });
    const invited = { addresses: "out@people.example", role: "member" };
    const tried = { url: "http://127.0.0.1:9/mcp", key: NOWHERE.keys[0] };
    for (const attempt of [
      () => leaveTenant(member, {}),
      () => invitePeople(member, invited),
      () => pauseTools(member, { confirmation: owner.tenantSlug }),
      () => testUpstream(member, tried),
    ]) {
      expect(await refusal(attempt())).toMatch(/^forbidden: The review account cannot change this/);
    }
    expect((await readAudit("member.leave")).at(-1)).toMatchObject({ outcome: "refused" });
  });
});
