import type { Page } from "@playwright/test";
import pg from "pg";
import {
  type FakeIdentityProvider,
  startFakeIdentityProvider,
} from "../lib/testing/fake-identity-provider.ts";
import { confirm, createOrganisation, makeFounder } from "./drive-console.ts";
import { expect, PEOPLE, test } from "./fixtures.ts";
import { inspectPage, SIZES } from "./inspect-page.ts";
import { FAKE_GOOGLE, FAKE_IDENTITY_PORT, ORIGIN, readAdminUrl, unique } from "./server.ts";

const SECRET = FAKE_GOOGLE.clientSecret;
let company: FakeIdentityProvider;
test.beforeAll(async () => {
  company = await startFakeIdentityProvider(FAKE_IDENTITY_PORT);
});
test.afterAll(async () => {
  await company.close();
});

async function inDatabase(sql: string, values: string[]): Promise<void> {
  const admin = new pg.Client({ connectionString: readAdminUrl() });
  await admin.connect();
  const { rowCount } = await admin.query(sql, values);
  await admin.end();
  expect(rowCount).toBe(1);
}

/** The lookup in the DNS cannot be played from outside the server: what it would have written down is written here. */
async function proveInDatabase(domain: string): Promise<void> {
  await inDatabase("UPDATE tenant.verified_domains SET proven_at = now() WHERE domain = $1", [domain]);
}

async function inspectSizes(page: Page): Promise<void> {
  for (const size of SIZES) {
    await page.setViewportSize(size);
    await inspectPage(page);
  }
}

async function addDomain(page: Page, domain: string): Promise<void> {
  await page.getByLabel("Mail domain").fill(domain);
  await page.getByRole("button", { name: "Add domain" }).click();
}

async function saveService(page: Page, clientSecret: string, issuer = company.issuer): Promise<void> {
  await page.getByLabel("Issuer").fill(issuer);
  await page.getByLabel("Client ID").fill(company.clientId);
  await page.getByLabel("Client secret", { exact: true }).fill(clientSecret);
  await page.getByRole("button", { name: "Save sign-in service" }).click();
}

/** What became of the last thing done, on top of the page. */
const said = (page: Page, text: RegExp | string) =>
  page.getByRole("main").getByRole("status").filter({ hasText: text });
const refused = (page: Page, text: RegExp | string) =>
  page.getByRole("main").getByRole("alert").filter({ hasText: text });

test.describe.serial("an owner sets up company sign-in", () => {
  test.use({ person: makeFounder() });
  const domain = `company-${unique()}.example`;
  let settings = "";

  test("an empty page says what will be there; a domain is claimed, and not proved without its record", async ({
    page,
  }) => {
    const slug = await createOrganisation(page);
    settings = `/o/${slug}/settings/sign-in`;
    await page
      .getByRole("navigation", { name: "Organisation" })
      .getByRole("link", { name: "Settings" })
      .click();
    await page.getByRole("navigation", { name: "Settings" }).getByRole("link", { name: "Sign-in" }).click();
    await expect(page.getByText("Your mail domains will be here")).toBeVisible();
    await expect(page.getByText("Nothing is saved yet.")).toBeVisible();
    await inspectSizes(page);

    await addDomain(page, "https://not a domain");
    await expect(refused(page, "Enter a mail domain")).toBeFocused();
    await expect(page.getByLabel("Mail domain")).toHaveValue("https://not a domain");
    await addDomain(page, domain.toUpperCase());
    await expect(said(page, "The domain is added")).toBeVisible();
    await expect(refused(page, "Enter a mail domain")).toHaveCount(0);
    await expect(page.getByLabel(`Record name for ${domain}`)).toHaveValue(`_trinity-connect.${domain}`);
    await expect(page.getByLabel(`Record text for ${domain}`)).toHaveValue(
      /^trinity-connect-domain=[0-9a-f]{40}$/,
    );
    await page.getByRole("button", { name: "Check now" }).click();
    await expect(refused(page, "Not proved yet")).toContainText(
      /The record is not there yet|The name servers of this domain did not answer/,
    );
    await inspectSizes(page);

    await page.context().clearCookies();
    await confirm(page, `Remove ${domain}`, `Remove ${domain}`);
    await expect(refused(page, "You are signed out by now")).toBeFocused();
    await expect(page.getByLabel(`Record name for ${domain}`)).toBeVisible();
  });

  test("the service is saved, its secret never shown again; refused fields keep the rest", async ({
    page,
  }) => {
    await page.goto(settings);
    await saveService(page, " ", "http://169.254.169.254");
    await expect(refused(page, "Enter the client secret")).toBeVisible();
    await expect(page.getByLabel("Client ID")).toHaveValue(company.clientId);
    await saveService(page, "wrong", "http://169.254.169.254");
    await expect(page.getByLabel("Issuer")).toHaveAttribute("aria-invalid", "true");
    await inspectSizes(page);
    await saveService(page, "not-the-right-secret");
    await expect(said(page, "The sign-in service is saved, and off")).toBeVisible();
    await expect(page.getByText(/^Set just now\. It is never shown again/)).toBeVisible();
    await expect(page.getByLabel("Callback address")).toHaveValue(
      new RegExp(`^${ORIGIN}/sign-in/callback/[0-9a-f-]{36}$`),
    );
    expect(await page.content()).not.toContain("not-the-right-secret");
  });

  test("two owners: what the second typed is refused and stays; looked at again, it is saved", async ({
    page,
  }) => {
    const slower = await page.context().newPage();
    for (const one of [page, slower]) {
      await one.goto(settings);
      await one.getByText("Change the sign-in service").click();
    }
    await saveService(page, "not-the-right-secret");
    await expect(said(page, "The sign-in service is saved, and off")).toBeVisible();
    await slower.getByLabel("Client ID").fill("typed-by-the-second");
    await slower.getByLabel("Client secret", { exact: true }).fill("another");
    await slower.getByRole("button", { name: "Save sign-in service" }).click();
    await expect(refused(slower, "Somebody else changed these settings meanwhile")).toBeFocused();
    await expect(slower.getByLabel("Client ID")).toHaveValue("typed-by-the-second");
    await saveService(slower, "not-the-right-secret");
    await expect(said(slower, "The sign-in service is saved, and off")).toBeVisible();
    await slower.close();
    await page.getByRole("button", { name: "Turn on" }).click();
    await expect(refused(page, "Somebody else changed these settings meanwhile")).toBeFocused();
  });

  test("nothing can be turned on before a domain is proved and an owner passed the test", async ({
    page,
  }) => {
    await page.goto(settings);
    await expect(page.getByText("Prove a mail domain first.")).toBeVisible();
    await page.getByRole("button", { name: "Turn on" }).click();
    await expect(refused(page, "No domain is proved yet. Prove one first.")).toBeFocused();
    await proveInDatabase(domain);
    await page.reload();
    await expect(page.getByText("Proved", { exact: true })).toBeVisible();
    await expect(page.getByRole("button", { name: "Check now" })).toHaveCount(0);
    await page.getByRole("button", { name: "Turn on" }).click();
    await expect(refused(page, "No owner has tested these settings yet")).toBeVisible();
    await inspectSizes(page);
  });

  test("a test that fails says what to look at, back on the page", async ({ page }) => {
    await page.goto(settings);
    company.next = { claims: { email: `ada@${domain}` } };
    await page.getByRole("button", { name: "Test sign-in" }).click();
    await expect(refused(page, "Check the issuer, the client ID")).toBeVisible();
    await page.getByText("Change the sign-in service").click();
    await saveService(page, SECRET);
    await expect(said(page, "The sign-in service is saved, and off")).toBeVisible();
    for (const [signIn, why] of [
      [{ claims: { email: "ada@elsewhere.example" } }, "is not in a domain proved above"],
      [{ claims: { email: `ada@${domain}`, email_verified: false } }, "No verified e-mail address"],
      [{ wrong: "denied" }, "You stopped before"],
      [{ wrong: "other_key", claims: { email: `ada@${domain}` } }, "could not be trusted"],
    ] as const) {
      company.next = signIn;
      await page.getByRole("button", { name: "Test sign-in" }).click();
      await expect(refused(page, why)).toBeVisible();
      company.next = {};
    }
    await inspectSizes(page);
    await page.goto(`${settings}?done=tested`);
    await expect(page.getByText("The test passed")).toHaveCount(0);
  });

  test("tested, it is turned on and required: its people get in that way alone, until it is turned off", async ({
    page,
    browser,
    watch,
  }) => {
    await page.goto(settings);
    company.next = { sub: "owner", claims: { email: `owner@${domain}` } };
    await page.getByRole("button", { name: "Test sign-in" }).click();
    await expect(said(page, "The test passed")).toBeVisible();
    await page.getByLabel("Require company sign-in").check();
    await page.getByRole("button", { name: "Turn on" }).click();
    await expect(said(page, "the only way in for the proved domains")).toBeVisible();
    await expect(page.getByText("On, and required")).toBeVisible();
    await expect(page.getByLabel("Require company sign-in")).toBeChecked();
    await inspectSizes(page);

    const context = await browser.newContext({ baseURL: ORIGIN, storageState: { cookies: [], origins: [] } });
    watch(context);
    const other = await context.newPage();
    await other.goto("/sign-in?next=/me/sign-in");
    await other.getByLabel("E-mail address").fill(`grace@${domain}`);
    await other.getByRole("button", { name: "Use company sign-in" }).click();
    await expect(other.getByText("Your company allows no other way")).toBeVisible();
    company.next = { sub: "grace", claims: { email: `grace@${domain}` } };
    await other.getByRole("button", { name: "Continue with company sign-in" }).click();
    await expect(other.getByRole("main").getByText(`grace@${domain}`).first()).toBeVisible();
    await context.close();

    await page.getByLabel("Require company sign-in").uncheck();
    await page.getByRole("button", { name: "Save this choice" }).click();
    await expect(said(page, /^Company sign-in is on$/)).toBeVisible();
    await page.getByRole("button", { name: "Turn off" }).click();
    await expect(said(page, "Company sign-in is off")).toBeVisible();
    await page.getByRole("button", { name: "Turn on" }).click();
    await expect(said(page, /^Company sign-in is on$/)).toBeVisible();
    await confirm(page, `Remove ${domain}`, `Remove ${domain}`);
    await expect(said(page, "It was the last proved one, so company sign-in is off")).toBeVisible();
    await expect(page.getByText("Your mail domains will be here")).toBeVisible();
  });
});

test("without JavaScript: a domain is refused and claimed, the service saved and tested, the guard speaks", async ({
  openAs,
}) => {
  const founder = makeFounder();
  const domain = `company-${unique()}.example`;
  const slug = await createOrganisation(await openAs(founder));
  const page = await openAs(founder, { javaScriptEnabled: false });
  await page.goto(`/o/${slug}/settings/sign-in`);
  await addDomain(page, "nothing");
  await expect(refused(page, "Enter a mail domain")).toBeVisible();
  await expect(page.getByLabel("Mail domain")).toHaveValue("nothing");
  await addDomain(page, domain);
  await expect(said(page, "The domain is added")).toBeVisible();
  await saveService(page, SECRET);
  await page.getByRole("button", { name: "Turn on" }).click();
  await expect(refused(page, "No domain is proved yet")).toBeVisible();
  await proveInDatabase(domain);
  company.next = { claims: { email: `owner@${domain}` } };
  await page.goto(`/o/${slug}/settings/sign-in`);
  await page.getByRole("button", { name: "Test sign-in" }).click();
  await expect(said(page, "The test passed")).toBeVisible();
  await page.getByRole("button", { name: "Turn on" }).click();
  await expect(said(page, /^Company sign-in is on$/)).toBeVisible();
  await page.getByRole("button", { name: "Turn off" }).click();
  await expect(said(page, "Company sign-in is off")).toBeVisible();
});

test("an owner who signed in a while ago sees it, and changes it once they confirmed that it is them", async ({
  openAs,
}) => {
  const founder = makeFounder();
  const page = await openAs(founder);
  const slug = await createOrganisation(page);
  await page.goto(`/o/${slug}/settings/sign-in`);
  await page.getByLabel("Mail domain").fill(`company-${unique()}.example`);
  await inDatabase(
    `UPDATE auth.login_sessions s SET created_at = now() - interval '2 hours'
     FROM auth.users u WHERE u.id = s.user_id AND u.email = $1`,
    [founder],
  );
  await page.getByRole("button", { name: "Add domain" }).click();
  await expect(refused(page, "Your sign-in is too old for this")).toBeFocused();
  await page.goto(`/o/${slug}/settings/sign-in`);
  await expect(page.getByText("Confirm that it is you to change this")).toBeVisible();
  await expect(page.getByText("Your mail domains will be here")).toBeVisible();
  await expect(page.getByRole("main").getByRole("button")).toHaveCount(0);
  await inspectSizes(page);
});

test("an auditor reads it and changes nothing; a member sees no link and is told whom to ask", async ({
  openAs,
}) => {
  const alan = await openAs(PEOPLE.auditor);
  await alan.goto("/o/acme");
  await alan
    .getByRole("navigation", { name: "Organisation" })
    .getByRole("link", { name: "Settings" })
    .click();
  await alan.getByRole("navigation", { name: "Settings" }).getByRole("link", { name: "Sign-in" }).click();
  await expect(alan.getByText("Only owners can change this.")).toBeVisible();
  await expect(alan.getByText("/sign-in/callback/")).toBeVisible();
  await expect(alan.getByRole("main").getByRole("button")).toHaveCount(0);
  await expect(alan.getByRole("main").getByRole("textbox")).toHaveCount(0);
  await inspectSizes(alan);

  const grace = await openAs(PEOPLE.member);
  await grace.goto("/o/acme");
  const links = grace.getByRole("navigation", { name: "Organisation" }).getByRole("link");
  await expect(links.filter({ hasText: "Settings" })).toHaveCount(0);
  await grace.goto("/o/acme/settings/sign-in");
  await expect(grace.getByText("Your role does not let you see this organisation’s settings")).toBeVisible();
  await expect(grace.getByRole("main")).not.toContainText("/sign-in/callback/");
});
