import type { Page } from "@playwright/test";
import { askDatabase } from "./ask-database.ts";
import { checkPage } from "./check-page.ts";
import { callTool, connect, listNames, readToolError } from "./drive-app.ts";
import { createOrganisation, makeFounder } from "./drive-console.ts";
import { expectNotAllowed, workingButtons } from "./expect-not-allowed.ts";
import { expect, PEOPLE, test } from "./fixtures.ts";
import { unique } from "./server.ts";

const said = (page: Page, text: RegExp | string) => page.getByText(text).first();
const refused = (page: Page, text: RegExp | string) =>
  page.getByRole("main").getByRole("alert").filter({ hasText: text });
const save = (page: Page) =>
  page.getByRole("main").getByRole("button", { name: "Save", exact: true }).click();

/** Presses a button that asks for the short name, and types it. */
async function typeAndConfirm(page: Page, verb: string, slug: string, consequence: RegExp): Promise<void> {
  await page.getByRole("main").getByRole("button", { name: verb }).click();
  const dialog = page.getByRole("alertdialog");
  await expect(dialog).toContainText(consequence);
  await expect(dialog.getByRole("button", { name: verb })).toBeDisabled();
  await dialog.getByRole("textbox").fill(slug);
  await dialog.getByRole("button", { name: verb }).click();
}

test("an owner renames the organisation: the old address leads on, somebody who was slower is told", async ({
  openAs,
}) => {
  const founder = makeFounder();
  const [page, slower] = [await openAs(founder), await openAs(founder)];
  const slug = await createOrganisation(page);
  const other = await createOrganisation(await openAs(makeFounder()));
  await page.goto(`/o/${slug}/settings`);
  await expect(page).toHaveURL(/\/settings\/general$/);
  await checkPage(page, "general settings");
  await slower.goto(`/o/${slug}/settings/general`);
  await expect(page.getByLabel("Address for everybody")).toHaveValue(/\/api\/mcp$/);
  const address = await page.getByLabel("Address for this organisation only").inputValue();

  await page.getByLabel("Name", { exact: true }).fill(" ");
  await page.getByLabel("Short name").fill("Not A Slug");
  await save(page);
  await expect(refused(page, "Enter a name.")).toBeFocused();
  await expect(page.getByLabel("Short name")).toHaveValue("Not A Slug");
  await page.getByLabel("Name", { exact: true }).fill("Renamed Ltd");
  await page.getByLabel("Short name").fill(other);
  await save(page);
  await expect(refused(page, "This short name is taken. Choose another.")).toBeFocused();
  await checkPage(page, "a refused short name");
  const renamed = `renamed-${unique()}`;
  await page.getByLabel("Short name").fill(renamed);
  await save(page);
  await page.waitForURL(`**/o/${renamed}/settings/general?done=saved`);
  await expect(page.getByLabel("Address for this organisation only")).toHaveValue(address);

  await slower.getByLabel("Name", { exact: true }).fill("Slower Ltd");
  await save(slower);
  await expect(refused(slower, "Somebody else changed these settings meanwhile")).toBeFocused();
  await expect(slower.getByLabel("Name", { exact: true })).toHaveValue("Slower Ltd");
  await page.goto(`/o/${slug}/connections`);
  await expect(page).toHaveURL(new RegExp(`/o/${renamed}/connections$`));
});

test("how long connections last and what is kept: saved, refused in words, text alone for an auditor", async ({
  openAs,
}) => {
  const page = await openAs(makeFounder());
  const slug = await createOrganisation(page);
  await page.goto(`/o/${slug}/settings/connections`);
  await page.getByLabel("Minutes an access token lives").fill("5");
  await page.getByLabel("Days it may go unused").fill("7");
  await save(page);
  await expect(refused(page, "Enter a whole number of minutes from 15 to 480.")).toBeFocused();
  await expect(page.getByLabel("Days it may go unused")).toHaveValue("7");
  await checkPage(page, "refused connection settings");
  await page.getByLabel("Minutes an access token lives").fill("15");
  await page.getByRole("radio", { name: "Reading only" }).check({ force: true });
  await save(page);
  await expect(said(page, "Saved")).toBeVisible();
  await page.reload();
  await expect(page.getByLabel("Minutes an access token lives")).toHaveValue("15");
  await expect(page.getByRole("radio", { name: "Reading only" })).toBeChecked();

  await page.goto(`/o/${slug}/settings/data`);
  await page.getByLabel("Days calls are kept").fill("0");
  await save(page);
  await expect(refused(page, "Enter a whole number of days from 1 to 3650.")).toBeFocused();
  await page.getByLabel("Days calls are kept").fill("30");
  await page.getByLabel("Keep the arguments of calls").check();
  await save(page);
  await expect(said(page, "Saved")).toBeVisible();
  await page.reload();
  await expect(page.getByLabel("Keep the arguments of calls")).toBeChecked();
  await checkPage(page, "data settings");

  const alan = await openAs(PEOPLE.auditor);
  for (const tab of ["general", "connections", "data", "danger"]) {
    await alan.goto(`/o/acme/settings/${tab}`);
    await expect(alan.getByRole("navigation", { name: "Settings" })).toBeVisible();
    await expect(alan.getByRole("main").getByRole("spinbutton")).toHaveCount(0);
    await expect(alan.getByRole("main").getByRole("checkbox")).toHaveCount(0);
    await expect(workingButtons(alan).filter({ hasText: /Save|Pause|Delete/ })).toHaveCount(0);
  }
  for (const name of ["Pause all tools", "Disconnect everybody", "Hand over", "Delete organisation"]) {
    await expectNotAllowed(alan, name);
  }
  await expect(workingButtons(alan)).toHaveCount(0);
  await checkPage(alan, "danger as an auditor");
  const grace = await openAs(PEOPLE.member);
  await grace.goto("/o/acme/settings/general");
  await expect(grace.getByText("Your role does not let you see this organisation’s settings")).toBeVisible();
});

test("all tools are paused and resumed, and everybody is disconnected; each asks for the short name", async ({
  openAs,
}) => {
  const [ada, grace] = [await openAs(PEOPLE.owner), await openAs(PEOPLE.member)];
  const host = await connect(grace, { name: `Journey ${unique()}` });
  const token = () => host.tokens().access_token;
  await askDatabase("UPDATE auth.login_sessions SET created_at = now()", []);
  await ada.goto("/o/acme/settings/danger");
  await checkPage(ada, "danger");
  await typeAndConfirm(
    ada,
    "Pause all tools",
    "acme",
    /Every call is refused within a second, and \d+ connected apps? sees? no tools/,
  );
  await expect(ada.getByText("All tools are paused").first()).toBeVisible();
  expect(await readToolError(await callTool(token(), "list_agents"))).toContain("paused all tools");
  expect(await listNames(token())).toEqual([]);
  await ada.reload();
  await expect(ada.getByText(/paused them/)).toBeVisible();
  await checkPage(ada, "paused");
  await ada.getByRole("button", { name: "Resume all tools" }).click();
  await expect(ada.getByRole("button", { name: "Pause all tools" })).toBeVisible();
  expect((await callTool(token(), "list_agents")).status).toBe(200);
  expect(await listNames(token())).toContain("list_agents");

  await typeAndConfirm(
    ada,
    "Disconnect everybody",
    "acme",
    /\d+ live connections? of \d+ (?:person|people) ends? at once/,
  );
  await expect(said(ada, /connections? ended/)).toBeVisible();
  expect((await callTool(token(), "list_agents")).status).toBe(401);
  await host.close();
});

test("an organisation is deleted after its name was typed and a fresh sign-in, and taken back", async ({
  openAs,
}) => {
  const founder = makeFounder();
  const page = await openAs(founder);
  const slug = await createOrganisation(page);
  await askDatabase(
    `UPDATE auth.login_sessions s SET created_at = now() - interval '11 minutes'
     FROM auth.users u WHERE u.id = s.user_id AND u.email = $1`,
    [founder],
  );
  await page.goto(`/o/${slug}/settings/danger`);
  await expect(page.getByText("Confirm that it is you to change this")).toBeVisible();
  await expect(page.getByRole("button", { name: "Delete organisation" })).toHaveCount(0);
  await askDatabase(
    `UPDATE auth.login_sessions s SET created_at = now() FROM auth.users u WHERE u.id = s.user_id AND u.email = $1`,
    [founder],
  );
  await page.reload();
  await page.getByLabel("Their e-mail address").fill("nobody@elsewhere.example");
  await typeAndConfirm(page, "Hand over", slug, /The 1 member and what is connected later stay as they are/);
  await expect(refused(page, "Nobody with this address is an active member")).toBeVisible();
  await typeAndConfirm(
    page,
    "Delete organisation",
    slug,
    /no live connection to end.+1 member can no longer enter/,
  );
  await page.waitForURL(`**/enter/${slug}`);
  await expect(page.getByRole("heading", { name: "This organisation was deleted" })).toBeVisible();
  await expect(page.getByText(/has to be entered again/)).toBeVisible();
  await checkPage(page, "a deleted organisation, for its owner");
  await page.goto(`/o/${slug}/connections`);
  await expect(page).toHaveURL(new RegExp(`/enter/${slug}$`));
  await page.getByRole("button", { name: "Undo the deletion" }).click();
  await page.waitForURL(`**/o/${slug}/instances`);
  const stranger = await openAs(makeFounder());
  await stranger.goto(`/enter/${slug}`);
  await expect(stranger.getByRole("heading", { name: /does not exist|not found/i })).toBeVisible();
});

test("ways allowed: the guard keeps an owner from locking themselves out, a member is told how to sign in", async ({
  openAs,
}) => {
  const founder = makeFounder();
  const page = await openAs(founder);
  const slug = await createOrganisation(page);
  await page.goto(`/o/${slug}/settings/sign-in`);
  await page.getByLabel("Code by mail").uncheck();
  await save(page);
  await expect(refused(page, "You signed in another way yourself and would lock yourself out")).toBeFocused();
  await page.getByLabel("Google").uncheck();
  await page.getByLabel("Company sign-in", { exact: true }).uncheck();
  await save(page);
  await expect(refused(page, "Allow at least one way to sign in.")).toBeFocused();
  await checkPage(page, "refused ways");
  await page.getByLabel("Code by mail").check();
  await save(page);
  await expect(said(page, "Saved how people may sign in")).toBeVisible();

  await askDatabase(
    `UPDATE auth.login_sessions s SET method = 'google' FROM auth.users u WHERE u.id = s.user_id AND u.email = $1`,
    [founder],
  );
  await page.goto(`/o/${slug}`);
  await expect(page).toHaveURL(new RegExp(`/enter/${slug}$`));
  await expect(page.getByRole("heading", { name: "Sign in another way to enter" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Send me a code" })).toBeVisible();
  await checkPage(page, "another way to sign in");
});

test("without JavaScript the name is saved and the danger forms ask for the short name", async ({
  openAs,
}) => {
  const founder = makeFounder();
  const slug = await createOrganisation(await openAs(founder));
  const page = await openAs(founder, { javaScriptEnabled: false });
  await page.goto(`/o/${slug}/settings/general`);
  await page.getByLabel("Name", { exact: true }).fill("Plain Ltd");
  await save(page);
  await expect(page.getByText("Saved")).toBeVisible();
  await expect(page.getByLabel("Name", { exact: true })).toHaveValue("Plain Ltd");
  await page.goto(`/o/${slug}/settings/danger`);
  await page.getByRole("button", { name: "Pause all tools" }).click();
  await expect(refused(page, "That is not this organisation’s short name")).toBeVisible();
});

test("J10: an owner's form, made to name somebody else's organisation, does nothing there", async ({
  openAs,
}) => {
  const page = await openAs(makeFounder());
  const slug = await createOrganisation(page);
  await page.goto(`/o/${slug}/settings/danger`);
  await page.getByRole("main").getByRole("button", { name: "Delete organisation" }).click();
  const dialog = page.getByRole("alertdialog");
  await dialog.getByRole("textbox").fill(slug);
  await page.locator("main input[name=slug]").evaluateAll((fields) => {
    for (const field of fields) if (field instanceof HTMLInputElement) field.value = "acme";
  });
  await dialog.getByRole("button", { name: "Delete organisation" }).click();
  await expect(refused(page, "There is no such organisation, or you do not belong to it.")).toBeFocused();
  const ada = await openAs(PEOPLE.owner);
  await ada.goto("/o/acme/settings/general");
  await expect(ada.getByRole("heading", { name: "General settings" })).toBeVisible();
});
