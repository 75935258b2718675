import { describe, expect, inject, test } from "vitest";
import { requestExport } from "#lib/exports/request-export.ts";
import { insertGrant, isLiveMember } from "#lib/grants/store.ts";
import type { MemberActor } from "#lib/kernel/actor.ts";
import { type GrantId, newId } from "#lib/kernel/ids.ts";
import { deleteTenant } from "#lib/operations/delete-tenant.ts";
import { inTenant } from "#lib/platform/db/in-tenant.ts";
import type { Tx } from "#lib/platform/db/tx.ts";
import { acceptInvitation } from "#lib/tenants/accept-invitation.ts";
import { copyInvitationLink } from "#lib/tenants/copy-invitation-link.ts";
import { handOverTenant } from "#lib/tenants/hand-over-tenant.ts";
import { invitePeople } from "#lib/tenants/invite-people.ts";
import { listInvitations } from "#lib/tenants/list-invitations.ts";
import { removeMember } from "#lib/tenants/remove-member.ts";
import { resendInvitation } from "#lib/tenants/resend-invitation.ts";
import { revokeInvitation } from "#lib/tenants/revoke-invitation.ts";
import { approveTools } from "#lib/upstreams/approve-tools.ts";
import { checkUpstream } from "#lib/upstreams/check-upstream.ts";
import { decidePersonalKey } from "#lib/upstreams/decide-personal-key.ts";
import { draftUpstream } from "#lib/upstreams/draft-upstream.ts";
import { getUpstream } from "#lib/upstreams/get-upstream.ts";
import { admitRecheck } from "#lib/upstreams/internal/admit-recheck.ts";
import { recordOwnKey } from "#lib/upstreams/internal/own-keys/record-own-key.ts";
import { recordCheck } from "#lib/upstreams/internal/record-check.ts";
import { recordKey } from "#lib/upstreams/internal/record-key.ts";
import { toTried } from "#lib/upstreams/internal/tried.ts";
import { listPersonalKeys } from "#lib/upstreams/list-personal-keys.ts";
import { setKeyMode } from "#lib/upstreams/set-key-mode.ts";
import { storeKey } from "#lib/upstreams/store-key.ts";
import { type MintedTenant, mintMember, mintTenant } from "../mint.ts";
import { mailsTo, refusal, somebody } from "../people.ts";
import { useDatabase } from "../use-database.ts";
import { KEYS, newKey, useInstances } from "../use-instances.ts";
import { dumpDatabase } from "./dump-database.ts";

// What somebody inside an organisation tries who wants to keep, or to get, more than they were given.

useDatabase();
const instances = useInstances();

async function mintOwner(): Promise<{ tenant: MintedTenant; owner: MemberActor }> {
  const tenant = await mintTenant();
  return { tenant, owner: await mintMember(tenant, "owner") };
}

const findId = async (owner: MemberActor, text: string) =>
  (await listInvitations(owner, { text })).invitations[0]?.id ?? "";

describe("invitations", () => {
  test("I16 J10: who hands the organisation over keeps no owner's invitation of their own to come back by", async () => {
    const { tenant, owner } = await mintOwner();
    const heir = await mintMember(tenant, "admin");
    const [accomplice, colleague] = [somebody(), somebody()];
    await invitePeople(owner, { addresses: accomplice.email, role: "owner" });
    await invitePeople(owner, { addresses: colleague.email, role: "member" });
    const [own, theirs] = [await findId(owner, accomplice.email), await findId(owner, colleague.email)];
    await handOverTenant(owner, { email: heir.email, confirmation: owner.tenantSlug });
    expect(await acceptInvitation(accomplice, { id: own })).toEqual({ ok: false, reason: "unknown" });
    expect(await acceptInvitation(colleague, { id: theirs })).toMatchObject({ ok: true });
  });

  test("I14: taken back and made anew, from two organisations, one address gets no flood of mails", async () => {
    const [one, other] = [await mintOwner(), await mintOwner()];
    const { email } = somebody();
    const outcomes: unknown[] = [];
    for (let round = 0; round < 12; round += 1) {
      for (const { owner } of [one, other]) {
        const [result] = await invitePeople(owner, { addresses: email, role: "member" });
        outcomes.push(result?.outcome);
        if (round < 11 && result?.outcome === "invited")
          await revokeInvitation(owner, { id: await findId(owner, email) });
      }
    }
    expect(outcomes.filter((outcome) => outcome === "invited")).toHaveLength(20);
    expect(outcomes.slice(20)).toEqual(["flooded", "flooded", "flooded", "flooded"]);
    expect(await mailsTo(email)).toHaveLength(20);
  });

  test("I14: nor by sending the one that waits again", async () => {
    const [one, other, third] = [await mintOwner(), await mintOwner(), await mintOwner()];
    const { email } = somebody();
    const answers: string[] = [];
    for (const { owner } of [one, other, third]) {
      await invitePeople(owner, { addresses: email, role: "member" });
      const id = await findId(owner, email);
      for (let times = 0; id !== "" && times < 9; times += 1)
        answers.push(await refusal(resendInvitation(owner, { id })));
    }
    expect(answers).toEqual(Array.from({ length: 18 }, () => "done"));
    expect(await mailsTo(email)).toHaveLength(20);
  });
});

describe("keys", () => {
  async function draft(owner: MemberActor, key: string): Promise<string> {
    const { url, apiUrl } = instances;
    const { id } = await draftUpstream(owner, { name: "Main", url, apiUrl });
    await storeKey(owner, { id, version: 1, mode: "shared", key });
    return id;
  }

  test("J10: a key nobody tested is not put to work by the test of the one before", async () => {
    const { tenant, owner } = await mintOwner();
    const admin = await mintMember(tenant, "admin");
    const id = await draft(admin, KEYS.user);
    expect((await checkUpstream(admin, { id })).ok).toBe(true);
    await storeKey(admin, { id, version: 2, mode: "shared", key: KEYS.system });
    const { pendingDigest: digest } = await getUpstream(admin, { id });
    expect(await refusal(approveTools(admin, { id, digest }))).toBe("precondition_failed");
    expect((await checkUpstream(admin, { id })).ok).toBe(false);
    expect(await refusal(checkUpstream(admin, { id, confirmSystem: true }))).toBe("forbidden");
    expect((await getUpstream(owner, { id })).status).toBe("draft");
  });

  test("J10: nor by a test that was running when it was stored, of that key or of another address", async () => {
    const { owner } = await mintOwner();
    const id = await draft(owner, KEYS.user);
    const { row } = await admitRecheck(owner, { id });
    const found = { id, tried: toTried(row), tools: [], owner: { kind: "user", actsAs: null } };
    await storeKey(owner, { id, version: 2, mode: "shared", key: KEYS.system });
    expect(await refusal(recordCheck(owner, found))).toBe("conflict");
    const again = { id, tried: toTried(row), key: newKey(), kind: "user", actsAs: null, tools: [] };
    expect(await refusal(recordKey(owner, again))).toBe("conflict");
    const { setup, status } = await getUpstream(owner, { id });
    expect({ setup, status }).toEqual({ setup: "test", status: "draft" });
  });

  test("J10: an admin approves the very key they saw, not one that was put in its place", async () => {
    const { tenant, owner } = await mintOwner();
    const person = await mintMember(tenant, "member");
    const { id, tried } = await takesOwnKeys(owner);
    const store = async (actsAs: string) =>
      await recordOwnKey(person, { id, tried, key: newKey(), kind: "user", actsAs });
    expect(await store("colleague@acme.example")).toEqual({ state: "waiting" });
    const [seen] = (await listPersonalKeys(owner, { id })).waiting;
    expect(seen?.actsAs).toBe("colleague@acme.example");
    await store("chief@acme.example");
    const decision = { id, keyId: seen?.id, version: seen?.version, isApproved: true };
    expect(await refusal(decidePersonalKey(owner, decision))).toBe("not_found");
    const [now] = (await listPersonalKeys(owner, { id })).waiting;
    expect(now).toMatchObject({ actsAs: "chief@acme.example", state: "waiting" });
    await decidePersonalKey(owner, { ...decision, version: now?.version });
  });

  test("J10: who is removed while a key is tried stores none", async () => {
    const { tenant, owner } = await mintOwner();
    const [person, admin] = [await mintMember(tenant, "member"), await mintMember(tenant, "admin")];
    const { id, tried } = await takesOwnKeys(owner);
    for (const { membershipId } of [person, admin])
      await removeMember(owner, { id: membershipId, version: 1 });
    const key = { id, tried, key: newKey(), kind: "user", actsAs: null };
    expect(await refusal(recordOwnKey(person, key))).toBe("forbidden");
    expect(await refusal(recordKey(admin, { ...key, tools: [] }))).toBe("forbidden");
    expect(await refusal(recordCheck(admin, { id, tried, tools: [] }))).toBe("forbidden");
    const keys = await inTenant(tenant.tenantId, (tx) =>
      tx.upstreamKey.findMany({ select: { version: true } }),
    );
    expect(keys).toEqual([{ version: 1 }]);
  });

  test("L01 L02: neither a key nor the token of a link is in any table in the clear, also before its mail went", async () => {
    const { tenant, owner } = await mintOwner();
    const person = await mintMember(tenant, "member");
    const { id, tried } = await takesOwnKeys(owner);
    const [own, next] = [newKey(), newKey()];
    await recordOwnKey(person, { id, tried, key: own, kind: "user", actsAs: null });
    await recordKey(owner, { id, tried, key: next, kind: "user", actsAs: null, tools: [], overlapHours: 24 });
    const { email } = somebody();
    await invitePeople(owner, { addresses: email, role: "member" });
    const { url } = await copyInvitationLink(owner, { id: await findId(owner, email) });
    const waiting = await dumpDatabase(inject("postgres").superuserUrl);
    const [mail] = await mailsTo(email);
    const mailed = /\/invite\/([\w-]{43})/.exec(mail?.text ?? "")?.[1];
    expect(waiting).toContain(email);
    const sent = await dumpDatabase(inject("postgres").superuserUrl);
    for (const secret of [KEYS.user, own, next, url.slice(-43), mailed]) {
      expect(secret).toMatch(/^[\w-]{43,}$/);
      expect([waiting, sent].map((dump) => dump.includes(secret ?? ""))).toEqual([false, false]);
    }
  });

  async function takesOwnKeys(owner: MemberActor) {
    const id = await draft(owner, KEYS.user);
    await checkUpstream(owner, { id });
    const { pendingDigest: digest, version } = await getUpstream(owner, { id });
    await approveTools(owner, { id, digest });
    await setKeyMode(owner, { id, version, mode: "personal_first" });
    const { row } = await admitRecheck(owner, { id });
    return { id, tried: toTried(row) };
  }
});

describe("exports", () => {
  test("I17: one after the other does not fill the database: a hundred a day", async () => {
    const { tenant, owner } = await mintOwner();
    const { tenantId } = tenant;
    const { personId, email } = owner;
    const ended = { personId, email, filter: {}, timeZone: "UTC", state: "ready", endedAt: new Date() };
    await inTenant(tenantId, (tx) =>
      tx.export.createMany({
        data: Array.from({ length: 99 }, () => ({
          ...ended,
          tenantId,
          id: crypto.randomUUID(),
          kind: "members",
          format: "csv",
        })),
      }),
    );
    const wish = { kind: "members", format: "csv", filter: {}, timeZone: "UTC" };
    expect(await refusal(requestExport(owner, wish))).toBe("done");
    expect(await refusal(requestExport(owner, wish))).toBe("limit_exceeded");
  });
});

describe("deleting", () => {
  test("I20: a connection that is allowed at the same moment is none of those that come back", async () => {
    const { tenant, owner } = await mintOwner();
    const person = await mintMember(tenant, "member");
    const { tenantId } = tenant;
    const id = newId<GrantId>();
    const state: { deletion?: Promise<unknown> } = {};
    await inTenant(tenantId, async (tx) => {
      expect(await isLiveMember(tx, tenantId, person)).toBe(true);
      let isDone = false;
      state.deletion = deleteTenant(owner, { confirmation: owner.tenantSlug }).finally(() => (isDone = true));
      while (!isDone && !(await isSomebodyWaiting(tx)));
      await insertGrant(tx, tenantId, {
        id,
        membershipId: person.membershipId,
        personId: person.personId,
        clientId: "https://app.example/client.json",
        clientName: "App",
        clientIdentity: "verified",
        redirectHost: "app.example",
        resource: "https://connect.example/api/mcp",
        groups: ["agents.read"],
        expiresAt: new Date(Date.now() + 3_600_000),
      });
    });
    await state.deletion;
    const grant = await inTenant(tenantId, (tx) => tx.grant.findFirstOrThrow({ where: { tenantId, id } }));
    expect(grant.endedReason).toBe("tenant_deleted");
  });

  async function isSomebodyWaiting(tx: Tx): Promise<boolean> {
    const rows = await tx.$queryRaw<{ n: number }[]>`
      SELECT count(*)::int AS n FROM pg_locks l WHERE NOT l.granted AND pg_backend_pid() = ANY (pg_blocking_pids(l.pid))`;
    return (rows[0]?.n ?? 0) > 0;
  }
});
