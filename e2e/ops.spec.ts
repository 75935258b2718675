import type { Page } from "@playwright/test";
import { askDatabase } from "./ask-database.ts";
import { checkPage, checkPageAt } from "./check-page.ts";
import { createOrganisation, makeFounder } from "./drive-console.ts";
import { findPlainText } from "./find-plain-text.ts";
import { expect, PEOPLE, signIn, test } from "./fixtures.ts";
import { OPERATOR, ORIGIN, unique } from "./server.ts";

const PAGES = [
  "/ops",
  "/ops/tenants",
  "/ops/tenants/acme",
  "/ops/clients",
  "/ops/health",
  "/ops/preflight",
  "/ops/incidents",
];

async function signInAsOperator(page: Page): Promise<void> {
  await page.goto("/sign-in?next=/ops");
  await signIn(page, OPERATOR);
  await page.waitForURL(/\/ops$/);
}

test("for strangers, and for people of organisations, there is nothing there", async ({ page, openAs }) => {
  const missing = await page.goto("/no-such-page");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  const [title, said] = [await page.title(), await page.locator("main").innerText()];
  const owner = await openAs(PEOPLE.owner);
  for (const path of PAGES) {
    for (const one of [page, owner]) {
      const answer = await one.goto(path);
      expect(answer?.status()).toBe(missing?.status());
      await expect(one).toHaveTitle(title);
      await expect(one.locator("main")).toHaveText(said, { useInnerText: true });
    }
  }
});

// Before the test that looks at every page, which so sees a run with its history.
test("an operator runs the pre-flight, without scripts too", async ({ openAs }) => {
  const page = await openAs(OPERATOR, { javaScriptEnabled: false });
  await page.goto("/ops/preflight");
  await page.getByRole("button", { name: "Run" }).click();
  await expect(page.getByText("A run is under way")).toBeVisible();
  await expect(page.getByRole("button", { name: "Run" })).toHaveCount(0);
  await expect(async () => {
    await page.getByRole("link", { name: "Look again" }).click();
    await expect(page.getByRole("button", { name: "Run again" })).toBeVisible({ timeout: 1_000 });
  }).toPass({ timeout: 90_000 });
  await expect(page.locator("#point-12")).toContainText("Passed");
  await expect(page.locator("#point-1")).toContainText("Needs the outside");
  await expect(page.getByRole("row", { name: /None$/ })).toHaveCount(1);
});

test("an operator opens every page, each look is written down, and an old sign-in is asked again", async ({
  page,
}) => {
  test.slow();
  await signInAsOperator(page);
  for (const path of PAGES) await checkPageAt(page, path);
  await page.goto("/ops");
  await expect(page.getByRole("row", { name: /tenants\.view.*acme/ }).first()).toBeVisible();
  await askDatabase(
    `UPDATE auth.login_sessions SET created_at = now() - interval '11 minutes'
     WHERE user_id = (SELECT id FROM auth.users WHERE email = $1)`,
    [OPERATOR],
  );
  await page.goto("/ops/health");
  await expect(page).toHaveURL(`${ORIGIN}/sign-in/again?next=%2Fops%2Fhealth`);
  await expect(page.getByRole("heading", { level: 1, name: "Confirm it is you" })).toBeVisible();
});

test("the pages speak from the message files", async ({ page }) => {
  await signInAsOperator(page);
  await page.setViewportSize({ width: 320, height: 800 });
  await page.context().addCookies([{ name: "locale", value: "en-XA", url: ORIGIN }]);
  const found: string[] = [];
  for (const path of PAGES) {
    await page.goto(path, { waitUntil: "networkidle" });
    const { words, sideways } = await page.evaluate(findPlainText);
    found.push(...words.map((word) => `${path}: ${word}`), ...(sideways > 0 ? [`${path}: sideways`] : []));
  }
  expect(found).toEqual([]);
});

test("an operator suspends an organisation and lets it run again", async ({ page, openAs }) => {
  const founder = await openAs(makeFounder());
  const slug = await createOrganisation(founder);
  await signInAsOperator(page);
  await page.goto(`/ops/tenants?search=${slug}`);
  await page
    .getByRole("link", { name: /./ })
    .and(page.locator(`a[href="/ops/tenants/${slug}"]`))
    .click();
  await page.getByRole("button", { name: "Suspend organisation" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Suspend organisation" }).click();
  await expect(page.getByText("The organisation is suspended.")).toBeVisible();
  await founder.goto(`/o/${slug}`);
  await expect(founder.getByText(/suspended/i).first()).toBeVisible();
  await page.getByRole("button", { name: "Let it run again" }).click();
  await expect(page.getByText("The organisation runs again.")).toBeVisible();
  await founder.goto(`/o/${slug}`);
  await expect(founder).toHaveURL(`${ORIGIN}/o/${slug}`);
});

test("an operator gives out a review code, sees it once, and ends it", async ({ page }) => {
  await signInAsOperator(page);
  await page.goto("/ops/health");
  await page.getByLabel("Good for how many days").fill("91");
  await page.getByRole("button", { name: "Give out a code" }).click();
  await expect(page.getByText("Enter whole days from 1 to 90.").first()).toBeVisible();
  await page.getByLabel("Good for how many days").fill("1");
  await page.getByRole("button", { name: "Give out a code" }).click();
  const shown = page.getByRole("textbox", { name: "Review code" });
  await expect(shown).toHaveValue(/^(?:[0-9A-Z]{5}-){4}[0-9A-Z]{5}$/);
  await checkPage(page, "a code was given out");
  await page.goto("/ops/health");
  await expect(page.getByRole("textbox", { name: "Review code" })).toHaveCount(0);
  const row = page.getByRole("row").filter({ hasText: OPERATOR }).filter({ hasText: "Good" }).first();
  await row.getByRole("button", { name: "End this code" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "End this code" }).click();
  await expect(page.getByText("The review code has ended.")).toBeVisible();
});

// An incident is above every console page, so it is the last.
test("an incident is told above the console until it is resolved", async ({ page, openAs }) => {
  const title = `Connecting is slow ${unique()}`;
  await signInAsOperator(page);
  await page.goto("/ops/incidents");
  await page.getByRole("button", { name: "Tell everybody" }).click();
  await expect(page.getByText("Say in a few words what does not work.").first()).toBeVisible();
  await expect(page.getByText("Choose at least one part.").first()).toBeVisible();
  await checkPage(page, "an incident refused");
  await page.getByLabel("What does not work").fill(title);
  await page.getByLabel("Connecting apps").check();
  await page.getByLabel("What is known, and what is being done").fill("We are looking into it.");
  await page.getByRole("button", { name: "Tell everybody" }).click();
  await expect(page.getByText("The incident is told.")).toBeVisible();
  await checkPage(page, "an open incident");
  const member = await openAs(PEOPLE.member);
  await member.goto("/me");
  await expect(member.getByText(title)).toBeVisible();
  await checkPage(member, "the console below an incident");
  await member.goto("/status");
  await expect(member.getByRole("heading", { name: "Going on now" })).toBeVisible();
  await expect(member.getByRole("heading", { name: title })).toBeVisible();
  await checkPage(member, "the status with an incident");
  await page.getByLabel("State now").selectOption("resolved");
  await page.getByLabel("What is known now").fill("It is mended.");
  await page.getByRole("button", { name: "Add update" }).click();
  await expect(page.getByText("The incident is resolved.")).toBeVisible();
  await member.reload();
  await expect(member.getByRole("heading", { name: "Going on now" })).toHaveCount(0);
  const told = member.getByRole("article").filter({ has: member.getByRole("heading", { name: title }) });
  await expect(told).toContainText("It is mended.");
  await member.goto("/me");
  await expect(member.getByText(title)).toHaveCount(0);
});
