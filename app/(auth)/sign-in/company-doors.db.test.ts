import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { requestAddressChange } from "#lib/identity/request-address-change.ts";
import { getConfig, setConfig } from "#lib/platform/config/get-config.ts";
import { authSql } from "#lib/platform/db/sql.ts";
import { replaceOnce, takeOnce } from "#lib/platform/registry/once.ts";
import { claimDomain } from "#lib/tenants/claim-domain.ts";
import { createTenant } from "#lib/tenants/create-tenant.ts";
import { proveDomain } from "#lib/tenants/prove-domain.ts";
import { recordSsoTest } from "#lib/tenants/record-sso-test.ts";
import { activateSsoAsSeen, deactivateSsoAsSeen, saveSsoAsSeen } from "#lib/testing/as-seen.ts";
import { current, DoorBrowser, sentCode, toWhere } from "#lib/testing/door-browser.ts";
import {
  type FakeIdentityProvider,
  type FakeSignIn,
  startFakeIdentityProvider,
} from "#lib/testing/fake-identity-provider.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import { POST as postConfirm } from "../../me/sign-in/address/confirm/route.ts";
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
}

let idp: FakeIdentityProvider;
let evil: FakeIdentityProvider;
let counter = 0;
const ARRIVED = "303 /connect/abc";
const STOPPED = (reason: string) => `303 /sign-in/stopped?next=%2Fconnect%2Fabc&problem=${reason}`;

beforeAll(async () => {
  [idp, evil] = await Promise.all([startFakeIdentityProvider(), startFakeIdentityProvider()]);
  const { clientId, clientSecret, issuer } = idp;
  setConfig({
    ...getConfig(),
    google: { clientId, clientSecret, issuer },
    outboundAllow: [idp.host, evil.host],
  });
});
afterAll(async () => {
  await Promise.all([idp.close(), evil.close()]);
});
beforeEach(() => {
  vi.spyOn(process.stdout, "write").mockReturnValue(true);
});

type Company = { owner: Awaited<ReturnType<typeof createTenant>>; domain: string; id: string };

async function makeCompany(provider: FakeIdentityProvider, { isActive = true, isRequired = false } = {}) {
  const domain = `company-${(counter += 1)}.example`;
  const founder = new Browser();
  await founder.signInByCode(`owner@founders-${counter}.example`);
  const person = await founder.who();
  if (!person) throw new Error("the founder is not signed in");
  const owner = await createTenant(person, { name: "Company", slug: `company-${counter}` });
  const { id: domainId, record } = await claimDomain(owner, { domain });
  replaceOnce("net.resolve-txt", async (name: string) => (name === record.name ? [record.value] : []));
  expect(await proveDomain(owner, { id: domainId })).toEqual({ ok: true });
  takeOnce("net.resolve-txt");
  const { issuer, clientId, clientSecret } = provider;
  const { id, version } = await saveSsoAsSeen(owner, { issuer, clientId, clientSecret });
  await recordSsoTest(owner, { version });
  if (isActive) await activateSsoAsSeen(owner, { isRequired });
  return { owner, domain, id } satisfies Company;
}

async function googleOnce(signIn: FakeSignIn): Promise<string> {
  idp.next = signIn;
  const browser = new Browser();
  return await browser.comeBack(await browser.leave({ provider: "google", next: "/connect/abc" }));
}

async function signInAtCompany(
  browser: Browser,
  signIn: FakeSignIn,
  email: string,
  at = idp,
): Promise<string> {
  expect(toWhere(await browser.post(postRequest, { email, next: "/connect/abc" }))).toBe("303 /sign-in/sso");
  at.next = signIn;
  return await browser.comeBack(await browser.leave({ provider: "company", next: "/connect/abc" }));
}

describe("signing in at a company's own provider", () => {
  test("the address's domain leads there and back to the pending Connect", async () => {
    const { domain } = await makeCompany(idp);
    const email = `ada@${domain}`;
    const browser = new Browser();
    expect(await signInAtCompany(browser, { sub: "c-1", claims: { email } }, email)).toBe(ARRIVED);
    expect((await browser.who())?.email).toBe(email);
  });

  test.each<[string, (domain: string) => FakeSignIn, string]>([
    [
      "an address outside its proved domains",
      () => ({ claims: { email: "boss@elsewhere.example" } }),
      "provider_domain",
    ],
    [
      "an address below its proved domain",
      (domain) => ({ claims: { email: `a@sub.${domain}` } }),
      "provider_domain",
    ],
    [
      "an unverified address",
      (domain) => ({ claims: { email: `a@${domain}`, email_verified: false } }),
      "provider_email",
    ],
    [
      "another issuer's token",
      (domain) => ({ claims: { email: `a@${domain}`, iss: "https://x.example" } }),
      "provider_answer",
    ],
    [
      "an unsigned token",
      (domain) => ({ wrong: "alg_none", claims: { email: `a@${domain}` } }),
      "provider_answer",
    ],
  ])("refuses %s", async (_what, toSignIn, reason) => {
    const { domain } = await makeCompany(idp);
    const browser = new Browser();
    expect(await signInAtCompany(browser, toSignIn(domain), `a@${domain}`)).toBe(STOPPED(reason));
    expect(await browser.who()).toBeUndefined();
  });

  test("an account there already is opened by a code once, then by the company alone", async () => {
    const { domain } = await makeCompany(idp);
    const email = `old@${domain}`;
    const old = new Browser();
    await old.signInByCode(email);
    const signIn = { sub: "c-old", claims: { email } };
    const company = new Browser();
    expect(await signInAtCompany(company, signIn, email)).toBe("303 /sign-in/code");
    expect(await company.typeCode(email)).toBe(ARRIVED);
    expect((await company.who())?.personId).toBe((await old.who())?.personId);
    expect(await signInAtCompany(new Browser(), signIn, email)).toBe(ARRIVED);
  });

  test("the same subject at two companies is two people", async () => {
    const [one, two] = [await makeCompany(idp), await makeCompany(evil)];
    const [first, second] = [new Browser(), new Browser()];
    await signInAtCompany(first, { sub: "same", claims: { email: `a@${one.domain}` } }, `a@${one.domain}`);
    await signInAtCompany(
      second,
      { sub: "same", claims: { email: `a@${two.domain}` } },
      `a@${two.domain}`,
      evil,
    );
    const [a, b] = [await first.who(), await second.who()];
    expect(a?.personId).toBeDefined();
    expect(b?.personId).toBeDefined();
    expect(a?.personId).not.toBe(b?.personId);
  });

  test("a company's provider never opens an account whose address left its domains", async () => {
    const { domain } = await makeCompany(idp);
    const email = `leaver@${domain}`;
    const signIn = { sub: "c-leaver", claims: { email } };
    const browser = new Browser();
    await signInAtCompany(browser, signIn, email);
    const personId = (await browser.who())?.personId;
    await authSql().query("UPDATE auth.users SET email = $2 WHERE id = $1", [
      personId,
      `home-${counter}@private.example`,
    ]);
    expect(await signInAtCompany(new Browser(), signIn, email)).toBe(STOPPED("provider_domain"));
  });

  test("switched off, or saved anew, while somebody is away: the answer is refused", async () => {
    for (const change of ["off", "saved"] as const) {
      const { domain, owner } = await makeCompany(idp);
      const browser = new Browser();
      await browser.post(postRequest, { email: `a@${domain}`, next: "/connect/abc" });
      idp.next = { sub: `c-${change}`, claims: { email: `a@${domain}` } };
      const url = await browser.leave({ provider: "company", next: "/connect/abc" });
      const { issuer, clientId, clientSecret } = idp;
      if (change === "off") await deactivateSsoAsSeen(owner);
      else {
        const { version } = await saveSsoAsSeen(owner, { issuer, clientId, clientSecret });
        await recordSsoTest(owner, { version });
        await activateSsoAsSeen(owner, { isRequired: false });
      }
      expect(await browser.comeBack(url), change).toBe(STOPPED("provider_off"));
    }
  });

  test("kept to itself, neither a code nor Google signs its addresses in; its own way does", async () => {
    const { domain } = await makeCompany(idp, { isRequired: true });
    const email = `only@${domain}`;
    const browser = new Browser();
    expect(toWhere(await browser.post(postRequest, { email, way: "code" }))).toBe("303 /sign-in/sso");
    const google = { sub: "g-only", claims: { email, hd: domain } };
    expect(await googleOnce(google)).toBe(STOPPED("company_only"));
    expect(await signInAtCompany(browser, { sub: "c-only", claims: { email } }, email)).toBe(ARRIVED);
  });

  test("a code asked for before the company kept sign-in to itself is refused after", async () => {
    const { domain, owner } = await makeCompany(idp);
    const email = `late@${domain}`;
    const browser = new Browser();
    await browser.post(postRequest, { email, way: "code" });
    await activateSsoAsSeen(owner, { isRequired: true });
    expect(await browser.typeCode(email)).toBe("303 /sign-in/code?problem=company_only");
    expect(await browser.who()).toBeUndefined();
  });

  test("nobody moves to an address of a company that keeps sign-in to itself by a code", async () => {
    const { domain, owner } = await makeCompany(idp);
    const browser = new Browser();
    const [from, to] = [`elsewhere-${counter}@other.example`, `moved@${domain}`];
    await browser.signInByCode(from);
    const person = await browser.who();
    if (!person) throw new Error("not signed in");
    expect(await requestAddressChange(person, to)).toMatchObject({ ok: true });
    await activateSsoAsSeen(owner, { isRequired: true });
    const confirmed = await browser.post(postConfirm, { code: sentCode(to) });
    expect(toWhere(confirmed)).toBe("303 /me/sign-in/address?problem=company");
    expect((await browser.who())?.email).toBe(from);
  });

  test("an unknown domain and one whose company sign-in is off are answered alike", async () => {
    const { domain } = await makeCompany(idp, { isActive: false });
    for (const email of [`a@${domain}`, "a@nobody-here.example"]) {
      const browser = new Browser();
      const asked = await browser.post(postRequest, { email, way: "company", next: "/connect/abc" });
      expect(toWhere(asked)).toBe("303 /sign-in/sso");
      const left = await browser.post(postProvider, { provider: "company", next: "/connect/abc" });
      expect(toWhere(left)).toBe(STOPPED("provider_off"));
    }
  });

  test("metadata of another issuer is refused before anybody is sent there", async () => {
    const wrong = await startFakeIdentityProvider();
    setConfig({ ...getConfig(), outboundAllow: [...getConfig().outboundAllow, wrong.host] });
    wrong.next = { wrong: "metadata_issuer" };
    const { domain } = await makeCompany(wrong);
    const browser = new Browser();
    await browser.post(postRequest, { email: `a@${domain}`, next: "/connect/abc" });
    const left = await browser.post(postProvider, { provider: "company", next: "/connect/abc" });
    expect(toWhere(left)).toBe(STOPPED("provider_answer"));
    await wrong.close();
  });

  test("E: an issuer on our own network is refused when it is saved, and not dialled when it was let in before", async () => {
    const company = await makeCompany(evil);
    await expect(
      saveSsoAsSeen(company.owner, { issuer: "http://127.0.0.1:9/", clientId: "a", clientSecret: "b" }),
    ).rejects.toMatchObject({ code: "invalid_input" });
    evil.seen.length = 0;
    takeOnce("identity.providers");
    const allow = getConfig().outboundAllow;
    setConfig({ ...getConfig(), outboundAllow: [idp.host] });
    const browser = new Browser();
    await browser.post(postRequest, { email: `a@${company.domain}`, next: "/connect/abc" });
    const left = await browser.post(postProvider, { provider: "company", next: "/connect/abc" });
    setConfig({ ...getConfig(), outboundAllow: allow });
    expect(toWhere(left)).toBe(STOPPED("provider_unreachable"));
    expect(evil.seen).toEqual([]);
  });

  test("an owner tests what they saved while it is off; only then can it be switched on", async () => {
    const { domain, owner } = await makeCompany(idp, { isActive: false });
    const { issuer, clientId, clientSecret } = idp;
    await saveSsoAsSeen(owner, { issuer, clientId, clientSecret });
    await expect(activateSsoAsSeen(owner, { isRequired: false })).rejects.toMatchObject({
      code: "precondition_failed",
    });
    const browser = new Browser();
    await browser.signInByCode(owner.email);
    const asked = { purpose: "test", organisation: owner.tenantSlug, next: "/o" };
    idp.next = { claims: { email: `owner@${domain}`, email_verified: undefined } };
    expect(await browser.comeBack(await browser.leave(asked))).toBe("303 /o?problem=provider_email");
    await expect(activateSsoAsSeen(owner, { isRequired: false })).rejects.toThrow();
    idp.next = { sub: "c-owner", claims: { email: `owner@${domain}` } };
    expect(await browser.comeBack(await browser.leave(asked))).toBe("303 /o?done=tested");
    expect((await browser.who())?.email).toBe(owner.email);
    await activateSsoAsSeen(owner, { isRequired: false });
  });
});
