import { beforeEach, describe, expect, test, vi } from "vitest";
import { isDomainError } from "#lib/kernel/errors.ts";
import { inTenant } from "#lib/platform/db/in-tenant.ts";
import { authSql } from "#lib/platform/db/sql.ts";
import { listLocalMails } from "#lib/platform/outbox/local-mailbox.ts";
import { createTenant } from "#lib/tenants/create-tenant.ts";
import { followAddress } from "#lib/tenants/follow-address.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import { checkCode } from "./check-code.ts";
import { confirmAddressChange } from "./confirm-address-change.ts";
import { endOtherSessions } from "./end-other-sessions.ts";
import { endOwnSession } from "./end-own-session.ts";
import { findSession, type Session } from "./find-session.ts";
import { listSessions } from "./list-sessions.ts";
import { purgeSignIn } from "./purge-sign-in.ts";
import { requestAddressChange } from "./request-address-change.ts";
import { requestCode } from "./request-code.ts";
import { rotateSession } from "./rotate-session.ts";

useDatabase();

const CHROME = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/156.0.0.0 Safari/537.36";
let counter = 0;
let clock = new Date();
let address = "";
let wanted = "";

beforeEach(() => {
  counter += 1;
  address = `old-${counter}@acme.example`;
  wanted = `new-${counter}@acme.example`;
  vi.spyOn(process.stdout, "write").mockReturnValue(true);
});

const codeTo = (to: string) =>
  /\b[0-9]{6}\b/.exec(listLocalMails().find((mail) => mail.to === to)?.text ?? "")?.[0] ?? "none";
const wrong = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, "0");
const toCookie = (setCookie: string) => setCookie.split(";")[0] ?? "";

async function signIn(email = address): Promise<string> {
  clock = new Date(clock.getTime() + 31_000);
  await requestCode({ address: email, userAgent: null }, clock);
  const input = { address: email, code: codeTo(email), cookieHeader: null, userAgent: CHROME };
  const result = await checkCode(input, clock);
  if (!result.ok) throw new Error(result.reason);
  return toCookie(result.setCookie);
}

async function sessionOf(cookie: string): Promise<Session> {
  const session = await findSession(cookie);
  if (!session) throw new Error("not signed in");
  return session;
}

async function change(cookie: string, code = codeTo(wanted)) {
  return await confirmAddressChange(await sessionOf(cookie), { code, cookieHeader: cookie });
}

describe("another address", () => {
  test("counts once its code is typed: old browsers end, this one gets a new value, the old address is told", async () => {
    const [here, there] = [await signIn(), await signIn()];
    const { actor } = await sessionOf(here);
    expect(await requestAddressChange(actor, ` ${wanted.toUpperCase()} `)).toEqual({
      ok: true,
      address: wanted,
    });
    expect((await sessionOf(here)).actor.email).toBe(address);
    const result = await change(here);
    expect(result).toMatchObject({ ok: true, person: { personId: actor.personId, email: wanted } });
    const rotated = toCookie(result.ok ? (result.cookies[0] ?? "") : "");
    expect(await findSession(here)).toBeNull();
    expect(await findSession(there)).toBeNull();
    expect((await sessionOf(rotated)).actor).toMatchObject({ personId: actor.personId, email: wanted });
    expect(listLocalMails()[0]).toMatchObject({
      to: address,
      subject: "Your Trinity Connect address was changed",
    });
    expect((await sessionOf(await signIn(wanted))).actor.personId).toBe(actor.personId);
    expect((await sessionOf(await signIn(address))).actor.personId).not.toBe(actor.personId);
  });

  test("is followed by the person's organisations, audited once each, also when it is repeated", async () => {
    const cookie = await signIn();
    const { actor } = await sessionOf(cookie);
    const { tenantId } = await createTenant(actor, { name: "Acme", slug: `follow-${counter}` });
    await requestAddressChange(actor, wanted);
    const result = await change(cookie);
    if (!result.ok) throw new Error(result.reason);
    await followAddress(result.person);
    await followAddress(result.person);
    const [members, audit] = await inTenant(tenantId, async (tx) => [
      await tx.membership.findMany({ where: { tenantId }, select: { email: true } }),
      await tx.auditEvent.findMany({
        where: { tenantId },
        orderBy: { seq: "asc" },
        select: { action: true, after: true },
      }),
    ]);
    expect(members).toEqual([{ email: wanted }]);
    expect(audit).toEqual([
      expect.objectContaining({ action: "tenant.create" }),
      { action: "member.change-address", after: { email: wanted } },
    ]);
  });

  test("that is somebody else's is refused only after its code, and changes nothing", async () => {
    await signIn(wanted);
    const cookie = await signIn();
    const { actor } = await sessionOf(cookie);
    expect(await requestAddressChange(actor, wanted)).toMatchObject({ ok: true });
    expect(await change(cookie)).toEqual({ ok: false, reason: "taken" });
    expect((await sessionOf(cookie)).actor.email).toBe(address);
  });

  test("takes five guesses and no more, and its code signs nobody in", async () => {
    const cookie = await signIn();
    const { actor } = await sessionOf(cookie);
    await requestAddressChange(actor, wanted);
    const code = codeTo(wanted);
    expect(await checkCode({ address: wanted, code, cookieHeader: null })).toMatchObject({ ok: false });
    for (const triesLeft of [4, 3, 2, 1]) {
      expect(await change(cookie, wrong(code))).toEqual({ ok: false, reason: "wrong", triesLeft });
    }
    expect(await change(cookie, wrong(code))).toEqual({ ok: false, reason: "too_many" });
    expect(await change(cookie, code)).toEqual({ ok: false, reason: "too_many" });
  });

  test("of many right answers at once exactly one changes it", async () => {
    const cookie = await signIn();
    const session = await sessionOf(cookie);
    await requestAddressChange(session.actor, wanted);
    const input = { code: codeTo(wanted), cookieHeader: cookie };
    const results = await Promise.all(Array.from({ length: 4 }, () => confirmAddressChange(session, input)));
    expect(results.filter(({ ok }) => ok)).toHaveLength(1);
  });

  test("somebody else's code is of no use, even for the same address", async () => {
    const [mine, theirs] = [await signIn(), await signIn(`thief-${counter}@acme.example`)];
    await requestAddressChange((await sessionOf(mine)).actor, wanted);
    const code = codeTo(wanted);
    await requestAddressChange((await sessionOf(theirs)).actor, wanted);
    if (code !== codeTo(wanted)) expect(await change(theirs, code)).toMatchObject({ ok: false });
    expect(await change(mine, code)).toMatchObject({ ok: true });
  });

  test.each([
    ["what is no address", () => "not an address", "invalid_address"],
    ["B22: an address of two readings", () => '"a@b"@acme.example', "invalid_address"],
    ["the one there is", () => address, "same_address"],
  ])("%s is refused", async (_what, typed, reason) => {
    const { actor } = await sessionOf(await signIn());
    expect(await requestAddressChange(actor, typed())).toEqual({ ok: false, reason });
  });

  test("is asked for at most once in half a minute and five times a day", async () => {
    const { actor } = await sessionOf(await signIn());
    const at = (seconds: number) => new Date(clock.getTime() + seconds * 1000);
    expect(await requestAddressChange(actor, wanted, at(0))).toMatchObject({ ok: true });
    expect(await requestAddressChange(actor, wanted, at(10))).toEqual({ ok: false, reason: "too_early" });
    for (const turn of [1, 2, 3]) await requestAddressChange(actor, wanted, at(turn * 60));
    await expect(requestAddressChange(actor, wanted, at(300))).rejects.toSatisfy((error) =>
      isDomainError(error, "limit_exceeded"),
    );
  });
});

describe("a person's browsers", () => {
  test("are listed in our words, and each can be ended from another", async () => {
    const [here, there] = [await signIn(), await signIn()];
    const session = await sessionOf(here);
    const sessions = await listSessions(session.actor);
    expect(sessions.map(({ browser, method }) => ({ browser, method }))).toEqual([
      { browser: "Chrome on Linux", method: "code" },
      { browser: "Chrome on Linux", method: "code" },
    ]);
    const stranger = await sessionOf(await signIn(`stranger-${counter}@acme.example`));
    const { sessionId } = await sessionOf(there);
    for (const id of [sessionId, "nonsense", crypto.randomUUID()]) {
      await expect(endOwnSession(stranger.actor, id)).rejects.toMatchObject({ code: "not_found" });
    }
    await endOwnSession(session.actor, sessionId);
    expect(await findSession(there)).toBeNull();
    expect(await findSession(here)).not.toBeNull();
  });

  test("can all be ended but this one, nobody else's with them", async () => {
    const [here, there, elsewhere] = [await signIn(), await signIn(), await signIn()];
    const stranger = await signIn(`stranger-${counter}@acme.example`);
    expect(await endOtherSessions(await sessionOf(here))).toBe(2);
    for (const ended of [there, elsewhere]) expect(await findSession(ended)).toBeNull();
    for (const live of [here, stranger]) expect(await findSession(live)).not.toBeNull();
  });

  test("B16: a rotated session lives on under its new value alone", async () => {
    const old = await signIn();
    const before = await sessionOf(old);
    const fresh = toCookie((await rotateSession(old)) ?? "");
    expect(await findSession(old)).toBeNull();
    expect(await sessionOf(fresh)).toEqual(before);
    expect(await rotateSession(old)).toBeNull();
    expect(await rotateSession(null)).toBeNull();
  });
});

test("what expired a day ago is removed, what lives stays", async () => {
  const cookie = await signIn();
  await requestCode({ address: wanted, userAgent: null });
  await authSql().query("INSERT INTO auth.spent_states VALUES ('old', now() - interval '2 days')");
  await purgeSignIn();
  expect(await findSession(cookie)).not.toBeNull();
  const { rows } = await authSql().query("SELECT FROM auth.spent_states WHERE state_hash = 'old'");
  expect(rows).toEqual([]);
  await purgeSignIn(new Date(Date.now() + 40 * 86_400_000));
  expect(await findSession(cookie)).toBeNull();
});
