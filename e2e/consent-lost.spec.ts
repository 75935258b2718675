import { AS_CLAUDE_CODE, authorizeUrl, openRequest, openSite } from "./drive-consent.ts";
import { createOrganisation, makeFounder } from "./drive-console.ts";
import { expect, signIn, test } from "./fixtures.ts";
import { inspectPage, SIZES } from "./inspect-page.ts";
import { ORIGIN, unique } from "./server.ts";

const FINISH = "Finish connecting Claude Code";

test("F45: a first sign-up on the way leads through a new organisation back to the request", async ({
  page,
}) => {
  await page.goto(authorizeUrl(AS_CLAUDE_CODE));
  await expect(page.getByText(/to connect Claude Code/)).toBeVisible();
  await signIn(page, makeFounder());
  await expect(page).toHaveURL(/\/connect\/[\w-]+$/);
  const uid = new URL(page.url()).pathname.split("/").at(-1) ?? "";
  await page.getByRole("link", { name: "Create an organisation" }).click();
  await page.getByLabel("Name", { exact: true }).fill("Fresh Ltd");
  await page.getByLabel("Short name").fill(`fresh-${unique()}`);
  await page.getByRole("button", { name: "Create organisation" }).click();
  await expect(page).toHaveURL(new RegExp(`/connect/${uid}/permissions`));
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Let Claude Code use Fresh Ltd?");
});

test("F45: somebody who lost the request on the way finds it again on the console, until it is answered", async ({
  page,
}) => {
  const site = await openSite(() => ({ html: "<h1>Back in the app</h1>" }));
  const redirectUri = `http://localhost:${site.port}/callback`;
  await page.goto(authorizeUrl({ ...AS_CLAUDE_CODE, redirectUri }));
  await expect(page).toHaveURL(/\/sign-in/);
  await page.goto("/sign-in");
  await signIn(page, makeFounder());
  await createOrganisation(page, "First Ltd");
  await expect(page.getByText(FINISH)).toBeVisible();
  await page.goto("/me/connections");
  await expect(page.getByText(FINISH)).toBeVisible();
  for (const viewport of SIZES) {
    await page.setViewportSize(viewport);
    await inspectPage(page);
  }
  await page.getByRole("link", { name: "Continue" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Let Claude Code use First Ltd?");
  await page.getByRole("button", { name: "Deny" }).click();
  await expect(page.getByRole("heading", { name: "Back in the app" })).toBeVisible();
  await page.goto("/o");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(page.getByText(FINISH)).toHaveCount(0);
  site.close();
});

test("F45: the organisation can be changed and changed back; another browser is told nothing", async ({
  page,
  openAs,
}) => {
  await page.goto("/sign-in");
  const email = makeFounder();
  await signIn(page, email);
  await createOrganisation(page, "First Ltd");
  await createOrganisation(page, "Second Ltd");
  const uid = await openRequest(page);
  for (const name of ["First Ltd", "Second Ltd", "First Ltd"]) {
    await page.getByRole("link", { name: new RegExp(name) }).click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(`Let Claude Code use ${name}?`);
    await page.getByRole("link", { name: "Choose another" }).click();
    await expect(page).toHaveURL(`${ORIGIN}/connect/${uid}`);
  }
  const other = await openAs(email);
  await other.goto("/o");
  await expect(other.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(other.getByText(FINISH)).toHaveCount(0);
});
