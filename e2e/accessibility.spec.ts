import type { Locator, Page } from "@playwright/test";
import pg from "pg";
import { checkPage as check, checkPageAt as checkAt, findFaults, WIDTHS } from "./check-page.ts";
import { connect } from "./drive-app.ts";
import { AS_CLAUDE_CODE, authorizeUrl } from "./drive-consent.ts";
import {
  addInstance,
  approveTools,
  createOrganisation,
  makeFounder,
  runTest,
  toTab,
  openAccountMenu,
  tryInstance,
} from "./drive-console.ts";
import { expectRunning } from "./expect-running.ts";
import { expect, PEOPLE, test } from "./fixtures.ts";
import { openCrew } from "./open-crew.ts";
import { findSample, ORIGIN, readAdminUrl, unique } from "./server.ts";

test("pages for everybody", async ({ page }) => {
  test.slow();
  for (const path of [
    "/",
    "/privacy",
    "/terms",
    "/support",
    "/report-app",
    "/docs/errors",
    "/docs/errors/forbidden",
    "/signed-out",
    "/nowhere",
    "/oauth/authorize?client_id=nobody",
  ])
    await checkAt(page, path);
});

test("sign-in, its errors, and the mailbox", async ({ page }) => {
  await checkAt(page, "/sign-in");
  await page.getByLabel("E-mail address").fill("not an address");
  await page.getByRole("button", { name: "Send me a code" }).click();
  await expect(page.getByText("We could not send a code")).toBeVisible();
  await check(page, "sign-in refused");
  await page.getByLabel("E-mail address").fill(`reader-${unique()}@elsewhere.example`);
  await page.getByRole("button", { name: "Send me a code" }).click();
  await page.waitForURL(/\/sign-in\/code/);
  await check(page, "the code");
  await page.getByLabel("Code").fill("12");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByText("You are not signed in yet")).toBeVisible();
  await check(page, "the code refused");
  await checkAt(page, "/local/mailbox");
  await page.goto("/sign-in");
  await page.getByLabel("E-mail address").fill("somebody@elsewhere.example");
  await page.getByRole("button", { name: "Use company sign-in" }).click();
  await page.waitForURL(/\/sign-in\/sso/);
  await check(page, "no company sign-in");
  await checkAt(page, "/sign-in/stopped?next=/me/connections");
  await page.goto(authorizeUrl(AS_CLAUDE_CODE));
  await check(page, "sign-in on the way to Connect");
});

test.describe("a new organisation: empty pages and refused forms", () => {
  test.use({ person: makeFounder() });

  test("from nothing to a first instance", async ({ page }) => {
    test.slow();
    await checkAt(page, "/welcome");
    await checkAt(page, "/me/connections");
    await page.goto("/welcome");
    await page.getByLabel("Name", { exact: true }).fill("Elsewhere");
    await page.getByLabel("Short name").fill("admin");
    await page.getByRole("button", { name: "Create organisation" }).click();
    await expect(page.getByText("Some of this needs another look")).toBeVisible();
    await check(page, "the form for an organisation, refused");
    const slug = await createOrganisation(
      page,
      "Elsewhere, a company with a name as long as they may be Ltd",
    );
    await check(page, "overview, nothing there");
    for (const path of ["connections", "instances", "instances/new", "sign-in"])
      await checkAt(page, `/o/${slug}/${path}`);
    await tryInstance(page, slug, { name: " ", key: "short" });
    await expect(page.getByText("Some of this needs another look")).toBeVisible();
    await check(page, "the form for an instance, refused");
    await tryInstance(page, slug, { name: "Crew", key: "crew-key-0123456789", keyHeader: "Host" });
    await expect(page.getByText("Use the name of a header for keys").first()).toBeVisible();
    await check(page, "a header no key may go in");
    await tryInstance(page, slug, { name: "System", key: findSample().keyOf("system") });
    await expect(page.getByText("This is a system key")).toBeVisible();
    await check(page, "an instance whose checks failed");
    await addInstance(page, slug, { name: "Production", key: findSample().keyOf("user") });
    await check(page, "an instance whose tools wait");
    await checkAt(page, `/o/${slug}`);
  });
});

test.describe("an organisation with an instance that is no Trinity", () => {
  test.use({ person: makeFounder() });

  test("what it offers beside tools, and consent to it", async ({ page }) => {
    test.slow();
    const crew = await openCrew();
    const slug = await createOrganisation(page);
    const { url, key, header: keyHeader } = crew;
    await addInstance(page, slug, { name: "Crew", url, apiUrl: "", key, keyHeader });
    await check(page, "offers that wait with the tools");
    await approveTools(page);
    await page.getByRole("button", { name: "Switch off prompts" }).click();
    await expect(page.getByText("It is off for everybody")).toBeVisible();
    await check(page, "an offer switched off");
    await page.goto(`${page.url().replace(/\?.*/, "")}?problem=precondition_failed`);
    await check(page, "an offer that is gone");
    await page.goto(authorizeUrl({ ...AS_CLAUDE_CODE, scope: "other.read offline_access" }));
    await page.getByText("1 tool", { exact: true }).first().click();
    await expect(page.getByText("Read resources", { exact: true })).toBeVisible();
    await check(page, "consent to resources");
    crew.close();
  });
});

test.describe("an organisation at work", () => {
  test.use({ person: PEOPLE.owner });

  test("as its owner", async ({ page }) => {
    test.slow();
    const host = await connect(page, { name: `Journey ${unique()}` });
    await page.goto("/o/acme/instances");
    await page.getByRole("link", { name: "Acme Trinity" }).click();
    await page.getByRole("heading", { name: "The last 30 days" }).waitFor();
    await runTest(page);
    await check(page, "an instance, tested");
    const instance = page.url();
    await page.goto(toTab(instance, "key"));
    await page.getByText("Replace the key").click();
    await check(page, "an instance's key");
    await page.goto(toTab(instance, "danger"));
    await page.getByRole("button", { name: "Remove instance" }).click();
    await expect(page.getByRole("alertdialog")).toBeVisible();
    await check(page, "asked before an instance is removed");
    await page.keyboard.press("Escape");
    await expect(page.getByRole("alertdialog")).toHaveCount(0);
    await page.goto(toTab(instance, "access"));
    await page.getByRole("button", { name: "Allow Trinity keys" }).click();
    await expect(page.getByLabel("Address for programs with keys")).toBeVisible();
    await check(page, "an instance whose keys are taken");
    await page.getByRole("button", { name: "Stop taking keys" }).click();
    await expect(page.getByRole("alertdialog")).toBeVisible();
    await check(page, "asked before no more keys are taken");
    await page.getByRole("alertdialog").getByRole("button", { name: "Stop taking keys" }).click();
    await expect(page.getByText("No key is taken any more")).toBeVisible();
    await page.goto("/me/connections");
    await openAccountMenu(page);
    await check(page, "with the account's menu open");
    await checkAt(page, "/o/acme/instances?problem=conflict");
    await checkAt(page, "/o/acme/no-such-page");
    await host.close();
  });
});

test("an organisation as a member and as an auditor see it", async ({ openAs }) => {
  const grace = await openAs(PEOPLE.member);
  for (const path of [
    "/o/acme",
    "/o/acme/connections",
    "/o/acme/instances",
    "/o/acme/instances/new",
    "/o/acme/settings/sign-in",
  ])
    await checkAt(grace, path);
  const alan = await openAs(PEOPLE.auditor);
  await checkAt(alan, "/o/acme/settings/sign-in");
  await checkAt(alan, "/o/acme/instances");
  await alan.getByRole("link", { name: "Acme Trinity" }).click();
  await alan.getByText("Only owners and admins can change this.").waitFor();
  await check(alan, "an instance as an auditor");
});

test.describe("the database keeps a page waiting, then refuses it", () => {
  test.use({ person: PEOPLE.owner });

  test("what stands there while it loads, and what stands there when it failed", async ({
    page,
    context,
    browser,
  }) => {
    const admin = new pg.Client({ connectionString: readAdminUrl() });
    await admin.connect();
    // Not watched: that a page failed is what its browser complains of.
    const failing = await browser.newContext({
      baseURL: ORIGIN,
      storageState: await context.storageState(),
    });
    try {
      // One width at a time: after five seconds of waiting the page would be refused.
      for (const width of WIDTHS) {
        await admin.query("BEGIN; LOCK TABLE tenant.exports IN ACCESS EXCLUSIVE MODE");
        await page.goto("/o/acme/exports", { waitUntil: "commit" });
        await expect(page.locator("main [aria-busy=true]")).toBeVisible();
        await expect(page).toHaveTitle(/Trinity Connect$/);
        expect(await findFaults(page, { headings: 0, widths: [width] })).toEqual([]);
        await admin.query("ROLLBACK");
        await expect(page.getByRole("heading", { level: 1 })).toHaveText("Exports");
      }

      await admin.query("REVOKE SELECT ON tenant.exports, tenant.upstream_keys FROM connect_app");
      const broken = await failing.newPage();
      for (const path of ["/o/acme/exports", "/me/trinity-keys"]) {
        await broken.goto(path);
        await expect(broken.getByRole("heading", { level: 1 })).toHaveText(/^Something went wrong/);
        await check(broken, `${path} failed`);
      }
    } finally {
      await admin.query("ROLLBACK; GRANT SELECT ON tenant.exports, tenant.upstream_keys TO connect_app");
      await admin.end();
      await failing.close();
    }
  });
});

test("the theme's cookie is what the server writes, and the buttons set it without JavaScript", async ({
  browser,
}) => {
  const context = await browser.newContext({ baseURL: ORIGIN, javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto("/privacy");
  const backgrounds: Record<string, string> = {};
  for (const [name, theme] of [
    ["Dark", "dark"],
    ["Light", "light"],
    ["System", "system"],
  ] as const) {
    await page.getByRole("button", { name, exact: true }).click();
    await expect(page).toHaveURL(`${ORIGIN}/privacy`);
    await expect(page.locator("html")).toHaveAttribute("data-theme", theme);
    await expect(page.getByRole("button", { name, exact: true })).toHaveAttribute("aria-pressed", "true");
    backgrounds[theme] = await readBackground(page);
  }
  expect(backgrounds["dark"]).not.toBe(backgrounds["light"]);
  expect(backgrounds["system"]).toBe(backgrounds["light"]);
  await page.emulateMedia({ colorScheme: "dark" });
  await expect.poll(() => readBackground(page)).toBe(backgrounds["dark"]);
  await context.close();
});

test("the rail folds by its button, which keeps the focus, and is remembered; folded, names show on focus and hover", async ({
  openAs,
}) => {
  const page = await openAs(PEOPLE.owner);
  await page.setViewportSize({ width: 1280, height: 720 });
  await page.goto("/o/acme/connections");
  const rail = page.getByRole("navigation", { name: "Organisation", exact: true });
  const link = rail.getByRole("link", { name: "Activity", exact: true });
  const fold = page.getByRole("button", { name: "Fold the menu" });
  const unfold = page.getByRole("button", { name: "Unfold the menu" });
  const widthOf = async () => Math.round((await rail.boundingBox())?.width ?? 0);
  expect(await widthOf()).toBeGreaterThan(200);
  await expect(fold).toHaveAttribute("aria-expanded", "true");
  const kept = page.waitForResponse((response) => new URL(response.url()).pathname === "/rail");
  await fold.press("Enter");
  await expect(unfold).toBeFocused();
  await expect(unfold).toHaveAttribute("aria-expanded", "false");
  expect(await widthOf()).toBeLessThan(56);
  await kept;
  // The frame the router made anew, the one it still held, and what the server writes.
  await openAccountMenu(page);
  await page.getByRole("link", { name: "Profile" }).click();
  await page.waitForURL(`${ORIGIN}/me`);
  for (const go of [() => page.goBack(), () => page.reload()]) {
    await expect(page.locator("[data-rail=folded]")).toBeVisible();
    await go();
  }
  await expect(page.locator("[data-rail=folded]")).toBeVisible();
  await expectRunning(unfold);
  await expectNameShown(page, link);
  await check(page, "the folded rail");
  await page.setViewportSize({ width: 800, height: 720 });
  await expectNameShown(page, link);
  await expect(unfold).toBeHidden();

  const plain = await openAs(PEOPLE.owner, { javaScriptEnabled: false });
  await plain.setViewportSize({ width: 1280, height: 720 });
  await plain.goto("/o/acme/connections?view=apps");
  await plain.getByRole("button", { name: "Fold the menu" }).click();
  await expect(plain.getByRole("button", { name: "Unfold the menu" })).toBeFocused();
  expect(new URL(plain.url()).search).toBe("?view=apps");
});

/** Nothing of a link's name is seen but under the pointer or the focus, until Escape; the pointer may go onto it. */
async function expectNameShown(page: Page, link: Locator): Promise<void> {
  const name = link.getByText("Activity");
  await page.mouse.move(700, 400);
  await expect(name).toHaveCSS("opacity", "0");
  await link.hover();
  await expect(name).toHaveCSS("opacity", "1");
  await name.hover();
  await expect(name).toHaveCSS("opacity", "1");
  await page.keyboard.press("Escape");
  await expect(name).toHaveCSS("opacity", "0");
  await page.mouse.move(700, 400);
  await link.focus();
  await page.keyboard.press("Shift+Tab");
  await page.keyboard.press("Tab");
  await expect(link).toBeFocused();
  await expect(name).toHaveCSS("opacity", "1");
  await page.keyboard.press("Escape");
  await expect(name).toHaveCSS("opacity", "0");
  await page.keyboard.press("Tab");
}

async function readBackground(page: Page): Promise<string> {
  return await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
}
