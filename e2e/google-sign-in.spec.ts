import type { Page } from "@playwright/test";
import {
  type FakeIdentityProvider,
  startFakeIdentityProvider,
} from "../lib/testing/fake-identity-provider.ts";
import { expect, PEOPLE, readCode, test } from "./fixtures.ts";
import { inspectPage } from "./inspect-page.ts";
import { connectHost } from "./oauth-host.ts";
import { FAKE_GOOGLE, FAKE_IDENTITY_PORT, MCP_URL, ORIGIN, unique } from "./server.ts";

let google: FakeIdentityProvider;
test.beforeAll(async () => {
  google = await startFakeIdentityProvider(FAKE_IDENTITY_PORT);
  expect(google).toMatchObject(FAKE_GOOGLE);
});
test.afterAll(async () => {
  await google.close();
});

async function continueWithGoogle(page: Page, email: string, hd?: string): Promise<void> {
  google.next = { sub: `sub-of-${email}`, claims: { email, hd } };
  await page.getByRole("button", { name: "Continue with Google" }).click();
}

for (const javaScriptEnabled of [true, false]) {
  test(`F45: a pending Connect survives signing in at Google, scripts ${javaScriptEnabled ? "on" : "off"}`, async ({
    browser,
    openAs,
    watch,
  }) => {
    // A code proved the address before, and Google runs the mailbox: the account is joined by itself.
    await openAs(PEOPLE.member);
    const context = await browser.newContext({
      baseURL: ORIGIN,
      javaScriptEnabled,
      storageState: { cookies: [], origins: [] },
    });
    watch(context);
    const page = await context.newPage();
    const host = await connectHost(
      MCP_URL,
      { era: "2026-07-28", registration: "registered" },
      async (url) => {
        await page.goto(url);
        await expect(page.getByText(/to connect/)).toBeVisible();
        await continueWithGoogle(page, PEOPLE.member, "acme.example");
        await expect(page.getByText(PEOPLE.member)).toBeVisible();
        await page.getByRole("button", { name: /^Allow/ }).click();
        await page.waitForURL(/\/callback/);
      },
    );
    expect((await host.client.listTools()).tools.length).toBeGreaterThan(5);
    await host.close();
    await context.close();
  });
}

test("B21: a foreign address Google once verified needs a code first; then Google alone is enough", async ({
  page,
}) => {
  const email = `foreign-${unique()}@elsewhere.example`;
  await page.goto("/sign-in?next=/me/sign-in");
  await continueWithGoogle(page, email);
  await expect(page).toHaveURL(/\/sign-in\/code/);
  await page.getByLabel("Code").fill(await readCode(page, email));
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL(`${ORIGIN}/me/sign-in`);
  await expect(page.getByRole("main").getByText("Google", { exact: true })).toBeVisible();
  await page.goto("/me/sessions");
  await expect(page.getByText("This browser")).toBeVisible();
});

test("somebody who stops at Google is told so, and can go another way", async ({ page }) => {
  await page.goto("/sign-in?next=/me/connections");
  google.next = { wrong: "denied" };
  await page.getByRole("button", { name: "Continue with Google" }).click();
  await expect(page.getByRole("heading", { name: "You are not signed in yet" })).toBeVisible();
  await expect(page.getByText(/You stopped before/)).toBeVisible();
  await inspectPage(page);
  await page.getByRole("link", { name: "Sign in another way" }).click();
  await expect(page).toHaveURL(/\/sign-in\?next=%2Fme%2Fconnections/);
});

test("another address: its code, and the page that says it is changed", async ({ page }) => {
  const email = `mover-${unique()}@gmail.com`;
  const wanted = `moved-${unique()}@elsewhere.example`;
  await page.goto("/sign-in?next=/me/sign-in");
  await continueWithGoogle(page, email);
  await page.getByRole("link", { name: "Change address" }).click();
  await page.getByLabel("New e-mail address").fill(wanted);
  await page.getByRole("button", { name: "Send a code there" }).click();
  // The mail is there once the page that asks for its code is.
  await page.waitForURL(/step=code/);
  await page.getByLabel("Code").fill(await readCode(page, wanted));
  await page.getByRole("button", { name: "Change my address" }).click();
  await expect(page.getByRole("status").filter({ hasText: "Your address is changed" })).toBeVisible();
  await expect(page.getByRole("main").getByText(wanted)).toBeVisible();
});
