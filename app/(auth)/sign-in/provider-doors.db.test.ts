import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { findSession } from "#lib/identity/find-session.ts";
import { getConfig, setConfig } from "#lib/platform/config/get-config.ts";
import { authSql } from "#lib/platform/db/sql.ts";
import { listLocalMails } from "#lib/platform/outbox/local-mailbox.ts";
import { current, DoorBrowser } from "#lib/testing/door-browser.ts";
import {
  type FakeIdentityProvider,
  type FakeSignIn,
  startFakeIdentityProvider,
} from "#lib/testing/fake-identity-provider.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import { GET as getCallback } from "./callback/[connection]/route.ts";
import { POST as postCheck } from "./check/route.ts";
import { POST as postProvider } from "./provider/route.ts";
import { POST as postRequest } from "./request/route.ts";

vi.mock("next/headers", () => ({
  headers: async () => new Headers({ cookie: current.cookies }),
  cookies: async () => ({ get: () => undefined }),
}));
// A component outside React has no cache of a request: each look is fresh here.
vi.mock("react", async (original) => ({
  ...(await original<object>()),
  cache: <Fn>(run: Fn) => run,
}));

useDatabase();

class Browser extends DoorBrowser {
  constructor() {
    super({ request: postRequest, check: postCheck, provider: postProvider, callback: getCallback });
  }

  /** Goes to Google, signs in there as told and comes back. */
  async signInAt(signIn: FakeSignIn, next = "/connect/abc"): Promise<string> {
    idp.next = signIn;
    return await this.comeBack(await this.leave({ provider: "google", next }));
  }
}

let idp: FakeIdentityProvider;
let counter = 0;
let address = "";
const ARRIVED = "303 /connect/abc";
const STOPPED = (reason: string) => `303 /sign-in/stopped?next=%2Fconnect%2Fabc&problem=${reason}`;

beforeAll(async () => {
  idp = await startFakeIdentityProvider();
  const { clientId, clientSecret, issuer } = idp;
  setConfig({
    ...getConfig(),
    google: { clientId, clientSecret, issuer },
    outboundAllow: [idp.host],
  });
});
afterAll(async () => {
  await idp.close();
});
beforeEach(() => {
  address = `p${(counter += 1)}@gmail.com`;
  vi.spyOn(process.stdout, "write").mockReturnValue(true);
});

const gmail = (sub: string, more: FakeSignIn = {}): FakeSignIn => ({
  sub,
  ...more,
  claims: { email: address, ...more.claims },
});

describe("signing in at Google", () => {
  test("makes the person, leads back to the pending Connect, and finds the same one by the subject alone", async () => {
    const browser = new Browser();
    expect(await browser.signInAt(gmail("g-1"))).toBe(ARRIVED);
    const first = await browser.who();
    expect(first?.email).toBe(address);
    expect([...browser.jar.keys()]).toEqual(["connect.session", "connect.known"]);
    const renamed = gmail("g-1", { claims: { email: `new-${address}` } });
    const other = new Browser();
    expect(await other.signInAt(renamed)).toBe(ARRIVED);
    expect((await other.who())?.personId).toBe(first?.personId);
    expect((await other.who())?.email).toBe(address);
  });

  test("B16: gives a new session value each time and ends the browser's old one", async () => {
    const browser = new Browser();
    await browser.signInAt(gmail("g-16"));
    const old = browser.cookie;
    await browser.signInAt(gmail("g-16"));
    expect(browser.jar.get("connect.session")).not.toBe(old);
    expect(await findSession(old)).toBeNull();
  });

  test.each<[string, string, FakeSignIn]>([
    ["another issuer", "provider_answer", { claims: { iss: "https://accounts.evil.example" } }],
    ["its issuer with a slash", "provider_answer", { claims: { iss: "http://127.0.0.1:1/" } }],
    ["another audience", "provider_answer", { claims: { aud: "somebody-else" } }],
    ["two audiences and no azp", "provider_answer", { claims: { aud: ["connect-client", "other"] } }],
    ["an azp that is not us", "provider_answer", { claims: { azp: "other" } }],
    ["another nonce", "provider_answer", { claims: { nonce: "replayed" } }],
    ["no nonce", "provider_answer", { claims: { nonce: undefined } }],
    ["a past end", "provider_answer", { claims: { exp: 1_700_000_000 } }],
    ["an old issue", "provider_answer", { claims: { iat: 1_700_000_000 } }],
    ["no end", "provider_answer", { claims: { exp: undefined } }],
    ["no subject", "provider_answer", { claims: { sub: undefined } }],
    ["no signature", "provider_answer", { wrong: "alg_none" }],
    ["our own secret as the key", "provider_answer", { wrong: "hmac" }],
    ["another key under the same name", "provider_answer", { wrong: "other_key" }],
    ["no ID token", "provider_answer", { wrong: "no_id_token" }],
    ["a failure of its own", "provider_refused", { wrong: "status_500" }],
    ["the person's refusal", "provider_cancelled", { wrong: "denied" }],
    ["another iss in its answer", "provider_answer", { iss: "https://accounts.evil.example" }],
    ["an unverified address", "provider_email", { claims: { email_verified: false } }],
    ["no word whether the address is verified", "provider_email", { claims: { email_verified: undefined } }],
    ["B22: an address of two readings", "provider_email", { claims: { email: '"e@attacker"@gmail.com' } }],
  ])("refuses %s", async (_what, reason, signIn) => {
    const browser = new Browser();
    expect(await browser.signInAt(gmail("g-bad", signIn))).toBe(STOPPED(reason));
    expect(await browser.who()).toBeUndefined();
    expect(browser.problem).toBe(reason);
  });

  test("B06: an answer opened in another browser signs nobody in, also with a state of its own", async () => {
    const attacker = new Browser();
    idp.next = gmail("g-attacker");
    const captured = await attacker.leave({ provider: "google", next: "/" });
    const victim = new Browser();
    expect(await victim.comeBack(captured)).toContain("problem=provider_browser");
    await victim.leave({ provider: "google", next: "/connect/abc" });
    expect(await victim.comeBack(captured)).toBe(STOPPED("provider_browser"));
    expect(await victim.who()).toBeUndefined();
    expect(await attacker.comeBack(captured)).toBe("303 /o");
  });

  test("an answer counts once, also where the browser kept its cookies", async () => {
    const browser = new Browser();
    idp.next = gmail("g-once");
    const url = await browser.leave({ provider: "google", next: "/connect/abc" });
    const before = new Map(browser.jar);
    expect(await browser.comeBack(url)).toBe(ARRIVED);
    const again = new Browser();
    for (const [name, value] of before) again.jar.set(name, value);
    expect(await again.comeBack(url)).toBe(STOPPED("provider_browser"));
    expect(await again.who()).toBeUndefined();
  });

  test("of many copies of one answer at once exactly one signs in", async () => {
    const browser = new Browser();
    idp.next = gmail("g-race");
    const url = await browser.leave({ provider: "google", next: "/connect/abc" });
    const copies = Array.from({ length: 8 }, () => {
      const copy = new Browser();
      for (const [name, value] of browser.jar) copy.jar.set(name, value);
      return copy;
    });
    const results = await Promise.all(copies.map((copy) => copy.comeBack(url)));
    expect(results.filter((result) => result === ARRIVED)).toHaveLength(1);
  });

  test("an answer for one connection is refused at another's address", async () => {
    const browser = new Browser();
    idp.next = gmail("g-mixed");
    const url = await browser.leave({ provider: "google", next: "/connect/abc" });
    url.pathname = `/sign-in/callback/${crypto.randomUUID()}`;
    expect(await browser.comeBack(url)).toContain("provider_browser");
  });

  test("takes the address from userinfo for the same subject only", async () => {
    const browser = new Browser();
    const named = { sub: "g-info", email: address, email_verified: true };
    const signIn = { sub: "g-info", claims: { email: undefined }, userinfo: named };
    expect(await browser.signInAt(signIn)).toBe(ARRIVED);
    const swapped = { ...signIn, userinfo: { ...named, sub: "g-other" } };
    expect(await new Browser().signInAt(swapped)).toBe(STOPPED("provider_answer"));
  });
});

describe("B21: an account that is there already", () => {
  test("joins Google by itself where a code once proved the address and Google runs the mailbox, and is told", async () => {
    const byCode = new Browser();
    await byCode.signInByCode(address);
    const google = new Browser();
    expect(await google.signInAt(gmail("g-join"))).toBe(ARRIVED);
    expect((await google.who())?.personId).toBe((await byCode.who())?.personId);
    expect(listLocalMails()[0]).toMatchObject({
      to: address,
      subject: "A way to sign in was added to your account",
    });
  });

  test("asks for a code where Google only once verified a foreign address, then knows the identity and tells the owner", async () => {
    address = `foreign-${counter}@elsewhere.example`;
    const byCode = new Browser();
    await byCode.signInByCode(address);
    const google = new Browser();
    const signIn = gmail("g-foreign");
    expect(await google.signInAt(signIn)).toBe("303 /sign-in/code");
    expect(await google.who()).toBeUndefined();
    expect(await google.typeCode(address)).toBe(ARRIVED);
    expect((await google.who())?.personId).toBe((await byCode.who())?.personId);
    const link = { to: address, subject: "A way to sign in was added to your account" };
    expect(listLocalMails()[0]).toMatchObject(link);
    const later = new Browser();
    expect(await later.signInAt(signIn)).toBe(ARRIVED);
  });

  test("asks for a code for a foreign address nobody has used here, so nobody registers it in advance", async () => {
    address = `victim-${counter}@elsewhere.example`;
    const attacker = new Browser();
    expect(await attacker.signInAt(gmail("g-attacker-2"))).toBe("303 /sign-in/code");
    const { rows } = await authSql().query("SELECT FROM auth.users WHERE email = $1", [address]);
    expect(rows).toEqual([]);
  });

  test("the first code ends every session and every link of an account nobody had proved", async () => {
    await authSql().query("INSERT INTO auth.users (email) VALUES ($1)", [address]);
    const { rows } = await authSql().query<{ id: string }>("SELECT id FROM auth.users WHERE email = $1", [
      address,
    ]);
    const id = rows[0]?.id ?? "";
    await authSql().query(
      "INSERT INTO auth.identities (user_id, connection, issuer, subject, email) VALUES ($1, 'google', $2, 'g-planted', $3)",
      [id, idp.issuer, address],
    );
    const attacker = new Browser();
    expect(await attacker.signInAt(gmail("g-planted"))).toBe(ARRIVED);
    // Also where Google runs the mailbox: joining by itself would leave whoever is in there inside.
    expect(await new Browser().signInAt(gmail("g-owner"))).toBe("303 /sign-in/code");
    const owner = new Browser();
    expect(await owner.signInByCode(address)).toBe("303 /o");
    expect(await attacker.who()).toBeUndefined();
    expect(await new Browser().signInAt(gmail("g-planted-2"))).toBe(ARRIVED);
    const { rows: links } = await authSql().query("SELECT subject FROM auth.identities WHERE user_id = $1", [
      id,
    ]);
    expect(links).toEqual([{ subject: "g-planted-2" }]);
  });
});

describe("somebody signed in", () => {
  test("links Google to their account, gets a new session value, and nobody else can link the same", async () => {
    address = `linker-${counter}@elsewhere.example`;
    const browser = new Browser();
    await browser.signInByCode(address);
    const before = browser.cookie;
    idp.next = { sub: "g-link", claims: { email: "somebody-else@gmail.com" } };
    const link = { provider: "google", purpose: "link", next: "/me/sign-in" };
    expect(await browser.comeBack(await browser.leave(link))).toBe("303 /me/sign-in?done=linked");
    expect(await findSession(before)).toBeNull();
    expect((await browser.who())?.email).toBe(address);
    const other = new Browser();
    await other.signInByCode(`other-${address}`);
    expect(await other.comeBack(await other.leave(link))).toContain("problem=provider_taken");
  });

  test("a link begun by one person is not finished by another in the same browser", async () => {
    const browser = new Browser();
    await browser.signInByCode(address);
    idp.next = gmail("g-swap");
    const url = await browser.leave({ provider: "google", purpose: "link", next: "/me/sign-in" });
    const pending = browser.jar.get("connect.provider") ?? "";
    await browser.signInByCode(`second-${address}`);
    browser.jar.set("connect.provider", pending);
    expect(await browser.comeBack(url)).toContain("problem=provider_browser");
  });

  test("B24: confirms it is them with their own identity; with another's they stay as they were", async () => {
    const browser = new Browser();
    await browser.signInAt(gmail("g-again"));
    const before = await findSession(browser.cookie);
    const again = { provider: "google", purpose: "again", next: "/me/sign-in" };
    expect(await browser.comeBack(await browser.leave(again))).toBe("303 /me/sign-in");
    const after = await findSession(browser.cookie);
    expect(after?.actor).toEqual(before?.actor);
    expect(after?.sessionId).not.toBe(before?.sessionId);
    idp.next = gmail("g-stranger");
    expect(await browser.comeBack(await browser.leave(again))).toContain("provider_other_account");
    expect((await findSession(browser.cookie))?.sessionId).toBe(after?.sessionId);
  });
});
