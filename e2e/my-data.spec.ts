import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { askDatabase } from "./ask-database.ts";
import { checkPage, checkPageAt } from "./check-page.ts";
import { createOrganisation, makeFounder } from "./drive-console.ts";
import { expect, signIn, test } from "./fixtures.ts";
import { ORIGIN } from "./server.ts";

const PATH = "/me/data";
const deleteButton = (page: Page) =>
  page.getByRole("main").getByRole("button", { name: "Delete my account" });

/** Makes everybody's sign-in with that address an hour old. */
async function ageSignIn(email: string): Promise<void> {
  await askDatabase(
    `UPDATE auth.login_sessions SET created_at = now() - interval '1 hour'
     WHERE user_id = (SELECT id FROM auth.users WHERE email = $1)`,
    [email],
  );
}

/** Deletes the open page's organisation from its danger zone. */
async function deleteOrganisation(page: Page, slug: string): Promise<void> {
  await page.getByRole("main").getByRole("button", { name: "Delete organisation" }).click();
  const dialog = page.getByRole("alertdialog");
  await dialog.getByRole("textbox").fill(slug);
  await dialog.getByRole("button", { name: "Delete organisation" }).click();
  await page.waitForURL(`**/enter/${slug}`);
}

test("somebody takes a copy, is refused as last owner, deletes their account, and comes back as somebody new", async ({
  browser,
  watch,
}) => {
  test.slow();
  const email = makeFounder();
  const context = await browser.newContext({ baseURL: ORIGIN });
  watch(context);
  const page = await context.newPage();
  await signIn(page, email);
  const slug = await createOrganisation(page, "Mine alone Ltd");

  await page.goto("/me");
  await page
    .getByRole("navigation", { name: "Your account" })
    .getByRole("link", { name: "Your data" })
    .click();
  await expect(page.getByRole("heading", { level: 1, name: "Your data" })).toBeVisible();
  const arriving = page.waitForEvent("download");
  await page.getByRole("button", { name: "Download my data" }).click();
  const download = await arriving;
  expect(download.suggestedFilename()).toMatch(/^my-data-\d{4}-\d\d-\d\d\.json$/);
  const copy = JSON.parse(await readFile(await download.path(), "utf8")) as {
    about: { address: string };
    organisations: {
      organisation: { slug: string };
      membership: { role: string };
      log: { action: string }[];
    }[];
  };
  expect(copy.about.address).toBe(email);
  expect(copy.organisations).toMatchObject([
    { organisation: { slug }, membership: { role: "owner" }, log: [{ action: "tenant.create" }] },
  ]);

  await expect(page.getByText("You cannot delete your account yet")).toBeVisible();
  await expect(deleteButton(page)).toBeHidden();
  await checkPage(page, "your data, as the last owner");
  await page.getByRole("link", { name: "Hand Mine alone Ltd over or delete it" }).click();
  await page.waitForURL(`**/o/${slug}/settings/danger`);
  await deleteOrganisation(page, slug);

  await ageSignIn(email);
  await page.goto(PATH);
  await expect(page.getByText("Confirm that it is you to delete your account")).toBeVisible();
  await checkPage(page, "your data, with an old sign-in");
  await page.getByRole("main").getByRole("link", { name: "Confirm" }).click();
  await page.waitForURL(/\/sign-in\/again/);
  await page.context().clearCookies();
  await page.goto(`/sign-in?next=${encodeURIComponent(PATH)}`);
  await signIn(page, email);
  await page.waitForURL(`**${PATH}`);

  const other = await browser.newContext({ baseURL: ORIGIN });
  const elsewhere = await other.newPage();
  await signIn(elsewhere, email);
  await page.goto(PATH);
  await expect(page.getByText("Your sign-in in 3 browsers")).toBeVisible();
  await deleteButton(page).click();
  const dialog = page.getByRole("alertdialog");
  await dialog.getByRole("textbox").fill(`not-${email}`);
  await expect(dialog.getByRole("button", { name: "Delete my account" })).toBeDisabled();
  await checkPage(page, "your data, about to delete");
  await dialog.getByRole("textbox").fill(email);
  await dialog.getByRole("button", { name: "Delete my account" }).click();
  await page.waitForURL("**/account-deleted");
  await checkPage(page, "account deleted");
  expect((await context.cookies()).map(({ name }) => name)).not.toContain("connect.session");

  await elsewhere.goto(PATH);
  await elsewhere.waitForURL(/\/sign-in/);
  await other.close();
  await page.goto("/local/mailbox");
  const mail = page.getByRole("article").filter({ hasText: email }).first();
  await expect(mail).toContainText("Your account is deleted");

  await page.goto("/sign-in");
  await signIn(page, email);
  await page.goto(PATH);
  await expect(page.getByText("No membership: you belong to no organisation")).toBeVisible();
  await page.goto(`/enter/${slug}`);
  await expect(page.getByRole("main")).not.toContainText("Mine alone Ltd");
  await context.close();
});

test("without scripts: another address typed deletes nothing and is said, one’s own deletes", async ({
  browser,
}) => {
  const email = makeFounder();
  const context = await browser.newContext({ baseURL: ORIGIN, javaScriptEnabled: false });
  const page = await context.newPage();
  await signIn(page, email);
  await page.goto(PATH);
  await page.getByRole("main").getByRole("textbox").fill("somebody@elsewhere.example");
  await deleteButton(page).click();
  await expect(page.getByRole("main").getByRole("alert")).toContainText("That is not your address.");
  await page.getByRole("main").getByRole("textbox").fill(email);
  await deleteButton(page).click();
  await page.waitForURL("**/account-deleted");
  await page.goto(PATH);
  await expect(page).toHaveURL(/\/sign-in/);
  await context.close();
});

test("a form of another site, and one of nobody, neither copy nor delete", async ({ page, openAs }) => {
  const email = makeFounder();
  const signedIn = await openAs(email);
  const post = (path: string, headers: Record<string, string>) =>
    signedIn.request.post(path, { form: { confirmation: email }, headers, maxRedirects: 0 });
  for (const path of [`${PATH}/file`, `${PATH}/delete`]) {
    const foreign = await post(path, { origin: "https://evil.example", "sec-fetch-site": "cross-site" });
    expect([foreign.status(), foreign.headers()["location"]]).toEqual([303, PATH]);
    const nobody = await page.request.post(path, {
      form: { confirmation: email },
      headers: { origin: ORIGIN },
      maxRedirects: 0,
    });
    expect(nobody.headers()["location"]).toBe(`/sign-in?next=${encodeURIComponent(PATH)}`);
  }
  await ageSignIn(email);
  const late = await post(`${PATH}/delete`, { origin: ORIGIN });
  expect(late.headers()["location"]).toBe(`/sign-in/again?next=${encodeURIComponent(PATH)}`);
  await signedIn.goto(PATH);
  await expect(signedIn.getByRole("heading", { level: 1, name: "Your data" })).toBeVisible();
  await checkPageAt(signedIn, `${PATH}?problem=conflict`);
});
