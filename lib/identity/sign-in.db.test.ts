import { beforeEach, describe, expect, type MockInstance, test, vi } from "vitest";
import { isDomainError } from "#lib/kernel/errors.ts";
import { authSql } from "#lib/platform/db/sql.ts";
import { withPeerAddress } from "#lib/platform/limits/peer-address.ts";
import { listLocalMails } from "#lib/platform/outbox/local-mailbox.ts";
import { renderHtml } from "#lib/platform/outbox/render-html.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import { checkCode } from "./check-code.ts";
import { endSession } from "./end-session.ts";
import { findSession } from "./find-session.ts";
import { writeCodeMail } from "./internal/write-code-mail.ts";
import { requestCode } from "./request-code.ts";

useDatabase();

const START = new Date("2026-11-20T12:00:00Z");
const later = (seconds: number) => new Date(START.getTime() + seconds * 1000);
let counter = 0;
let address = "";
let terminal: MockInstance<typeof process.stdout.write>;

beforeEach(() => {
  address = `person-${(counter += 1)}@acme.example`;
  // The terminal line is part of what is tested below; here it would only be noise.
  terminal = vi.spyOn(process.stdout, "write").mockReturnValue(true);
});

async function sendCode(to = address, now = START): Promise<string> {
  expect(await requestCode({ address: to, userAgent: null }, now)).toMatchObject({ ok: true, address: to });
  return lastCode(to);
}

function lastCode(to: string): string {
  const mail = listLocalMails().find((one) => one.to === to);
  return /\b[0-9]{6}\b/.exec(mail?.text ?? "")?.[0] ?? "none";
}

const wrong = (code: string, offset = 1) => String((Number(code) + offset) % 1_000_000).padStart(6, "0");
const answer = (code: string, now = START, cookieHeader: string | null = null) =>
  checkCode({ address, code, cookieHeader }, now);
const toCookie = (setCookie: string) => setCookie.split(";")[0] ?? "";

async function signIn(cookieHeader: string | null = null): Promise<string> {
  const result = await answer(await sendCode(), START, cookieHeader);
  if (!result.ok) throw new Error(result.reason);
  return toCookie(result.setCookie);
}

async function dump(): Promise<string> {
  const tables = ["users", "login_sessions", "login_codes", "rate_buckets"];
  const rows = await Promise.all(tables.map((table) => authSql().query(`SELECT * FROM auth.${table}`)));
  return JSON.stringify(rows.map((result) => result.rows));
}

describe("the mail with the code", () => {
  const FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";

  test("says in which browser it was asked for, from which network and no closer, and where to read what to do", async () => {
    await withPeerAddress("93.184.216.34", () => requestCode({ address, userAgent: FIREFOX }, START));
    const text = listLocalMails().find(({ to }) => to === address)?.text;
    expect(text).toContain("Asked in: Firefox on Linux\nFrom: 93.184.216.0/24\n");
    expect(text).not.toContain("93.184.216.34");
    expect(text).toMatch(
      /\nWas it not you\? What to do: http\S+\/docs\/sign-in#a-code-you-did-not-ask-for\n$/,
    );
  });

  test("says so where it cannot tell, and its HTML says the same", async () => {
    await sendCode();
    expect(listLocalMails().find(({ to }) => to === address)?.text).toContain(
      "Asked in: a browser we do not know\nFrom: We could not see where from",
    );
    const mail = writeCodeMail({ address, code: "123456", userAgent: FIREFOX, network: "2001:db8:1::/48" });
    const html = await renderHtml(mail);
    for (const part of ["Firefox on Linux", "2001:db8:1::/48", "Was it not you? What to do"]) {
      expect(html).toContain(part);
    }
    expect(html).toMatch(/href="http[^"]+\/docs\/sign-in#a-code-you-did-not-ask-for"/);
  });
});

describe("the right code", () => {
  test("signs in a new person, and the same person the next time", async () => {
    const first = await findSession(await signIn());
    expect(first?.actor).toMatchObject({ kind: "person", email: address });
    const second = await findSession(await signIn());
    expect(second?.actor.personId).toBe(first?.actor.personId);
    expect(second?.sessionId).not.toBe(first?.sessionId);
  });

  test("works pasted with a space and works once", async () => {
    const code = await sendCode();
    expect(await answer(` ${code.slice(0, 3)} ${code.slice(3)}`)).toMatchObject({ ok: true });
    expect(await answer(code)).toEqual({ ok: false, reason: "expired" });
  });

  test("of many right answers at once exactly one signs in", async () => {
    const code = await sendCode();
    const results = await Promise.all(Array.from({ length: 20 }, () => answer(code)));
    expect(results.filter((result) => result.ok)).toHaveLength(1);
    const { rows } = await authSql().query(
      "SELECT count(*)::int AS sessions FROM auth.login_sessions s JOIN auth.users u ON u.id = s.user_id WHERE u.email = $1",
      [address],
    );
    expect(rows).toEqual([{ sessions: 1 }]);
  });

  test("is right at the fifth try and dead after it", async () => {
    const code = await sendCode();
    for (const triesLeft of [4, 3, 2, 1]) {
      expect(await answer(wrong(code, triesLeft))).toEqual({ ok: false, reason: "wrong", triesLeft });
    }
    expect(await answer(code)).toMatchObject({ ok: true });
  });

  test("ten minutes after it was sent is too late", async () => {
    const code = await sendCode();
    expect(await answer(code, later(600))).toEqual({ ok: false, reason: "expired" });
    expect(await answer(code, later(599))).toMatchObject({ ok: true });
  });
});

describe("guessing", () => {
  test("200 wrong answers at once spend five tries, and then the right one is refused", async () => {
    const code = await sendCode();
    const guesses = Array.from({ length: 200 }, (_, index) => answer(wrong(code, index + 1)));
    const results = await Promise.all(guesses);
    const counted = results.filter((result) => !result.ok && result.reason === "wrong");
    expect(counted).toHaveLength(4);
    expect(results.filter((result) => result.ok)).toHaveLength(0);
    expect(await answer(code)).toEqual({ ok: false, reason: "too_many" });
  });

  test("something that is no code costs no try", async () => {
    const code = await sendCode();
    expect(await answer("12345")).toEqual({ ok: false, reason: "malformed" });
    expect(await answer(wrong(code))).toEqual({ ok: false, reason: "wrong", triesLeft: 4 });
  });

  test("a code opens no other address", async () => {
    const code = await sendCode();
    const other = `other-${address}`;
    await sendCode(other);
    expect(await checkCode({ address: other, code, cookieHeader: null }, START)).toMatchObject({ ok: false });
    expect(await answer(code)).toMatchObject({ ok: true });
  });
});

describe("asking for a code", () => {
  test("again within 30 s is refused with the wait, and the first code lives on", async () => {
    const code = await sendCode();
    const early = await requestCode({ address, userAgent: null }, later(10));
    expect(early).toEqual({ ok: false, reason: "too_early", address, sentAt: START, waitSeconds: 20 });
    expect(await answer(code, later(11))).toMatchObject({ ok: true });
  });

  test("again after 30 s kills the first code", async () => {
    const first = await sendCode();
    const second = await sendCode(address, later(30));
    if (first !== second) expect(await answer(first, later(31))).toMatchObject({ ok: false });
    expect(await answer(second, later(31))).toMatchObject({ ok: true });
  });

  test("many times at once sends one mail", async () => {
    const before = listLocalMails().length;
    const asked = Array.from({ length: 8 }, () => requestCode({ address, userAgent: null }, START));
    const results = await Promise.all(asked);
    expect(results.filter((result) => result.ok)).toHaveLength(1);
    expect(listLocalMails().length).toBe(before + 1);
  });

  test("too often is limited for that address alone, and its last code still works", async () => {
    let code = "";
    for (let sent = 0; sent < 8; sent += 1) code = await sendCode(address, later(sent * 31));
    const ninth = requestCode({ address, userAgent: null }, later(8 * 31));
    await expect(ninth).rejects.toSatisfy(
      (error) => isDomainError(error, "limit_exceeded") && Number(error.retryAfterSeconds) > 0,
    );
    await sendCode(`other-${address}`);
    expect(await answer(code, later(8 * 31))).toMatchObject({ ok: true });
    // Who proved to own the address starts anew.
    await sendCode(address, later(9 * 31));
  });

  test("too often from one network is limited, an unknown network is not counted", async () => {
    const ask = (index: number) =>
      requestCode({ address: `n${index}.${address}`, userAgent: null }, START).then((result) => result.ok);
    const all = Array.from({ length: 31 }, (_, index) => index);
    for (const index of all) {
      if (index < 30) await withPeerAddress("8.8.4.4", () => ask(index));
    }
    await expect(withPeerAddress("8.8.4.4", () => ask(30))).rejects.toSatisfy((error) =>
      isDomainError(error, "limit_exceeded"),
    );
    expect(await withPeerAddress("127.0.0.1", () => ask(31))).toBe(true);
  });

  test("B22: the mail goes to the normalised address", async () => {
    const shouted = ` ${address.toUpperCase()} `;
    expect(await requestCode({ address: shouted, userAgent: null }, START)).toMatchObject({
      ok: true,
      address,
    });
    expect(listLocalMails()[0]?.to).toBe(address);
    const refused = await requestCode({ address: `"a@b"@${address}`, userAgent: null }, START);
    expect(refused).toEqual({ ok: false, reason: "invalid_address" });
  });

  test("the mail names the browser and carries no link with the code", async () => {
    const userAgent = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/156.0.0.0 Safari/537.36";
    await requestCode({ address, userAgent }, START);
    const mail = listLocalMails()[0];
    expect(mail?.text).toContain("Chrome on Linux");
    const links = mail?.text.match(/https?:\S+/g);
    expect(links).toEqual([
      "http://localhost:3000/sign-in/code",
      "http://localhost:3000/docs/sign-in#a-code-you-did-not-ask-for",
    ]);
  });

  test("locally the terminal says where the code is", async () => {
    const code = await sendCode();
    expect(terminal).toHaveBeenCalledExactlyOnceWith(
      `Sign-in code for ${address}: ${code} (also at http://localhost:3000/local/mailbox)\n`,
    );
  });
});

describe("sessions", () => {
  test("L02: neither code nor session value is in the database", async () => {
    const code = await sendCode();
    expect(await dump()).not.toContain(code);
    const result = await answer(code);
    const value = result.ok ? (toCookie(result.setCookie).split("=")[1] ?? "") : "";
    expect(value.length).toBeGreaterThan(40);
    expect(await dump()).not.toContain(value);
  });

  test("B16: every sign-in has a new value; a planted or former one ends", async () => {
    const planted = "connect.session=planted-by-somebody-else";
    const first = await signIn(planted);
    expect(first).not.toBe(planted);
    expect(await findSession(planted)).toBeNull();
    const second = await signIn(first);
    expect(second).not.toBe(first);
    expect(await findSession(first)).toBeNull();
    expect(await findSession(second)).not.toBeNull();
  });

  test("end at sign-out and after thirty days", async () => {
    const cookie = await signIn();
    expect(await findSession(cookie, new Date(Date.now() + 29 * 86_400_000))).not.toBeNull();
    expect(await findSession(cookie, new Date(Date.now() + 31 * 86_400_000))).toBeNull();
    expect(await endSession(cookie)).toMatch(/^connect\.session=; Path=\/; Max-Age=0/);
    expect(await findSession(cookie)).toBeNull();
    await expect(endSession(cookie)).resolves.toBeTypeOf("string");
  });

  test.each([
    [null],
    [""],
    ["connect.session="],
    ["connect.session=nobody"],
    ["connect.session=%"],
    ["xconnect.session=a"],
    ["connect.session=a; connect.session=b"],
  ])("cookie header %j is nobody's", async (cookieHeader) => {
    expect(await findSession(cookieHeader)).toBeNull();
  });

  test("J14: on plain loopback the cookie is HttpOnly, SameSite=Lax, for the whole origin", async () => {
    const result = await answer(await sendCode());
    expect(result.ok && result.setCookie).toMatch(
      /^connect\.session=[\w-]+; Path=\/; Expires=[^;]+; HttpOnly; SameSite=Lax$/,
    );
  });
});
