import { beforeEach, describe, expect, test, vi } from "vitest";
import { isDomainError } from "#lib/kernel/errors.ts";
import { sha256Hex } from "#lib/platform/crypto/hash-secret.ts";
import { authSql } from "#lib/platform/db/sql.ts";
import { openLimiter } from "#lib/platform/limits/open-limiter.ts";
import { withPeerAddress } from "#lib/platform/limits/peer-address.ts";
import { listLocalMails } from "#lib/platform/outbox/local-mailbox.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import { checkCode } from "./check-code.ts";
import { NEW_PEOPLE, NEW_PEOPLE_PER_PEER } from "./policy.ts";
import { requestCode } from "./request-code.ts";

useDatabase();

const START = new Date("2026-11-20T12:00:00Z");
const later = (seconds: number) => new Date(START.getTime() + seconds * 1000);
let counter = 0;
let address = "";

beforeEach(() => {
  address = `known-${(counter += 1)}@acme.example`;
  vi.spyOn(process.stdout, "write").mockReturnValue(true);
});

const lastCode = (to = address) =>
  /\b[0-9]{6}\b/.exec(listLocalMails().find((mail) => mail.to === to)?.text ?? "")?.[0] ?? "none";
const ask = (now: Date, cookieHeader: string | null = null) =>
  requestCode({ address, userAgent: null, cookieHeader }, now);
const answer = (code: string, now: Date, cookieHeader: string | null = null) =>
  checkCode({ address, code, cookieHeader }, now);
const wrong = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, "0");

/** Signs in and answers the cookie by which the browser is known from then on. */
async function becomeKnown(): Promise<string> {
  await ask(START);
  const result = await answer(lastCode(), START);
  if (!result.ok) throw new Error(result.reason);
  return result.knownCookie.split(";")[0] ?? "";
}

describe("a browser that signed in with the address before", () => {
  test("gets a code while strangers have used up the address's allowance", async () => {
    const known = await becomeKnown();
    for (let sent = 1; sent <= 8; sent += 1) await ask(later(sent * 31));
    await expect(ask(later(9 * 31))).rejects.toSatisfy((error) => isDomainError(error, "limit_exceeded"));
    expect(await ask(later(9 * 31), known)).toMatchObject({ ok: true });
    expect(await answer(lastCode(), later(9 * 31), known)).toMatchObject({ ok: true });
  });

  test("keeps its code when a stranger asks for one, and its tries when a stranger guesses", async () => {
    const known = await becomeKnown();
    await ask(later(31), known);
    const own = lastCode();
    expect(await ask(later(32))).toMatchObject({ ok: true });
    const strangers = lastCode();
    for (let tries = 0; tries < 5; tries += 1) await answer(wrong(strangers), later(33));
    expect(await answer(strangers, later(33))).toMatchObject({ ok: false, reason: "too_many" });
    if (own !== strangers) expect(await answer(own, later(33))).toMatchObject({ ok: false });
    expect(await answer(own, later(33), known)).toMatchObject({ ok: true });
  });

  test("has an allowance that ends too, and five tries a code", async () => {
    const known = await becomeKnown();
    for (let sent = 1; sent <= 8; sent += 1) {
      expect(await ask(later(sent * 31), known)).toMatchObject({ ok: true });
    }
    await expect(ask(later(9 * 31), known)).rejects.toSatisfy((error) =>
      isDomainError(error, "limit_exceeded"),
    );
    const code = lastCode();
    for (let tries = 0; tries < 5; tries += 1) await answer(wrong(code), later(9 * 31), known);
    expect(await answer(code, later(9 * 31), known)).toMatchObject({ ok: false, reason: "too_many" });
  });

  test("is known for that address alone, and by no cookie that is made up, cut or doubled", async () => {
    const known = await becomeKnown();
    const first = address;
    address = `other-${first}`;
    for (let sent = 0; sent < 8; sent += 1) await ask(later(sent * 31));
    const ninth = later(8 * 31);
    for (const cookie of [known, "connect.known=AAAA", known.slice(0, -4), `${known}; ${known}`]) {
      await expect(ask(ninth, cookie)).rejects.toSatisfy((error) => isDomainError(error, "limit_exceeded"));
    }
  });

  test("is named in its cookie by nothing anybody can read", async () => {
    expect(Buffer.from(await becomeKnown(), "base64url").toString("latin1")).not.toContain("acme");
  });
});

test("one network cannot use up an address's codes: from another its owner still gets one", async () => {
  const isLimited = (error: unknown) => isDomainError(error, "limit_exceeded");
  await withPeerAddress("8.8.4.4", async () => {
    for (let sent = 0; sent < 5; sent += 1) expect(await ask(later(sent * 31))).toMatchObject({ ok: true });
    await expect(ask(later(5 * 31))).rejects.toSatisfy(isLimited);
  });
  await withPeerAddress("9.9.9.9", async () => {
    expect(await ask(later(6 * 31))).toMatchObject({ ok: true });
    expect(await answer(lastCode(), later(6 * 31))).toMatchObject({ ok: true });
  });
});

describe("accounts that did not exist before", () => {
  const isLimited = (error: unknown) => isDomainError(error, "limit_exceeded");

  async function spend(limit: typeof NEW_PEOPLE | typeof NEW_PEOPLE_PER_PEER, key: string): Promise<void> {
    await openLimiter(limit.name, limit).set(sha256Hex(key), limit.points, limit.durationSeconds);
  }

  test("are limited for one network; somebody who has one still signs in from there", async () => {
    await withPeerAddress("8.8.8.8", async () => {
      await becomeKnown();
      const existing = address;
      await spend(NEW_PEOPLE_PER_PEER, "8.8.8.8");
      address = `new-${existing}`;
      await ask(START);
      await expect(answer(lastCode(), START)).rejects.toSatisfy(isLimited);
      const { rows } = await authSql().query("SELECT FROM auth.users WHERE email = $1", [address]);
      expect(rows).toEqual([]);
      address = existing;
      await ask(later(60));
      expect(await answer(lastCode(), later(60))).toMatchObject({ ok: true });
    });
    address = `elsewhere-${address}`;
    await ask(START);
    expect(await answer(lastCode(), START)).toMatchObject({ ok: true });
  });

  test("are limited in all", async () => {
    await spend(NEW_PEOPLE, "all");
    await ask(START);
    await expect(answer(lastCode(), START)).rejects.toSatisfy(isLimited);
  });
});
