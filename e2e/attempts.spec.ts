import type { Page } from "@playwright/test";
import { makeAttemptKey } from "../lib/activity/make-attempt-key.ts";
import { checkPage, checkPageAt } from "./check-page.ts";
import { connect, listNames } from "./drive-app.ts";
import { createOrganisation, makeFounder } from "./drive-console.ts";
import { expect, PEOPLE, signIn, test } from "./fixtures.ts";
import { connectHost } from "./oauth-host.ts";
import { MCP_URL, unique } from "./server.ts";

const ATTEMPTS = "/o/acme/attempts";
const DENIED = "The person chose not to allow it.";

/** A run of Connect that its person refused; the number its pages name. */
async function deny(page: Page): Promise<string> {
  let uid = "";
  const connecting = connectHost(MCP_URL, { era: "2026-07-28", registration: "registered" }, async (url) => {
    await page.goto(url);
    uid = /\/connect\/([\w-]+)/.exec(page.url())?.[1] ?? "";
    await page.getByRole("button", { name: "Deny" }).click();
    await page.waitForURL(/\/callback/);
  });
  await expect(connecting).rejects.toThrow("access_denied");
  return makeAttemptKey(uid).number;
}

/** What was seen of an attempt is written a moment after it happened. */
async function openDenied(page: Page, number: string): Promise<void> {
  await expect(async () => {
    const answer = await page.goto(`${ATTEMPTS}/${number}`);
    expect(answer?.status()).toBe(200);
    await expect(page.getByText(DENIED).first()).toBeVisible({ timeout: 1_000 });
  }).toPass();
}

test("an admin finds why somebody's Connect failed by the number they quote", async ({ openAs }) => {
  const member = await openAs(PEOPLE.member);
  const number = await deny(member);
  const page = await openAs(PEOPLE.owner);
  await openDenied(page, number);
  await expect(page.getByText("Press Connect in the app again to decide anew.")).toBeVisible();
  await expect(page.getByText(PEOPLE.member)).toBeVisible();
  await expect(page.getByRole("listitem").filter({ hasText: "Signed in and answered" })).toContainText(
    "Failed",
  );
  await expect(page.getByRole("listitem").filter({ hasText: "Tools listed" })).toContainText("Not reached");

  const report = page.getByRole("textbox", { name: "Copy for support" });
  await expect(report).toHaveValue(
    new RegExp(`^attempt ${number}; began .*; state failed; .*reason denied\n`),
  );
  expect(await report.inputValue()).not.toContain(PEOPLE.member);

  await page.goto(ATTEMPTS);
  await expect(page.getByRole("columnheader", { name: "Duration" })).toBeVisible();
  await page.getByLabel("Attempt number").fill(number.toLowerCase().replace("-", " "));
  await page.getByRole("button", { name: "Open" }).click();
  await page.waitForURL(`**${ATTEMPTS}/${number}`);
  await page.goto(ATTEMPTS);
  await page.getByRole("link", { name: DENIED }).click();
  await page.waitForURL(/cause=denied/);
  await expect(page.getByRole("link", { name: number })).toBeVisible();
  await page.getByLabel("Attempt number").fill("nonsense");
  await page.getByRole("button", { name: "Open" }).click();
  await expect(page.getByText("There is no attempt with this number here").first()).toBeVisible();
});

test("Claude's reference is kept with an attempt; what is none stays typed and is explained", async ({
  openAs,
}) => {
  const page = await openAs(PEOPLE.owner);
  const number = await deny(page);
  await openDenied(page, number);
  const field = page.getByLabel(/^Reference/);
  await field.fill("not a reference");
  await page.getByRole("button", { name: "Save reference" }).click();
  await expect(page.getByText("A reference begins with ofid_").first()).toBeVisible();
  await expect(field).toHaveValue("not a reference");
  const reference = `ofid_${unique()}`;
  await field.fill(reference);
  await page.getByRole("button", { name: "Save reference" }).click();
  await expect(page.getByText("The reference is saved")).toBeVisible();
  const auditor = await openAs(PEOPLE.auditor);
  await auditor.goto(`${ATTEMPTS}/${number}`);
  await expect(auditor.getByText(reference, { exact: true })).toBeVisible();
  await expect(auditor.getByRole("button", { name: "Save reference" })).toHaveCount(0);
});

test("waiting for Connect shows one's own attempt as it happens", async ({ openAs }) => {
  const page = await openAs(PEOPLE.owner);
  await page.goto(ATTEMPTS);
  await page.getByRole("link", { name: "Watch my own attempt" }).click();
  await expect(page.getByText("Nothing seen yet").or(page.getByText(/^Began/).first())).toBeVisible();
  const name = `Watched ${unique()}`;
  const other = await openAs(PEOPLE.owner);
  const host = await connect(other, { name });
  await listNames(host.tokens().access_token);
  const card = page.locator("section").filter({ has: page.getByRole("heading", { name }) });
  await expect(card).toContainText("Connected");
  await card.getByRole("link", { name: /^Open attempt/ }).click();
  await expect(
    page.getByText("Connected: the app has the tools").or(page.getByText("Connected, and")),
  ).toBeVisible();
  await host.close();
});

test("J10: members see no attempts, nor does the watch answer them or strangers", async ({
  openAs,
  page,
}) => {
  const member = await openAs(PEOPLE.member);
  for (const path of [ATTEMPTS, `${ATTEMPTS}/waiting`, `${ATTEMPTS}/0000-0000`]) {
    await member.goto(path);
    await expect(member.getByText(/Your role does not let you/)).toBeVisible();
  }
  expect((await member.request.get(`${ATTEMPTS}/waiting/watch`)).status()).toBe(403);
  expect((await page.request.get(`${ATTEMPTS}/waiting/watch`)).status()).toBe(401);
  await signIn(page, makeFounder());
  expect((await page.request.get(`${ATTEMPTS}/waiting/watch`)).status()).toBe(404);
});

test("the pages of attempts are accessible in every state", async ({ openAs, page }) => {
  test.slow();
  const owner = await openAs(PEOPLE.owner);
  const number = await deny(owner);
  await openDenied(owner, number);
  await checkPage(owner, "one attempt");
  await checkPageAt(owner, ATTEMPTS);
  await checkPageAt(owner, `${ATTEMPTS}?cause=denied`);
  await checkPageAt(owner, `${ATTEMPTS}?number=nonsense`);
  await checkPageAt(owner, `${ATTEMPTS}/waiting`);
  await signIn(page, makeFounder());
  await checkPageAt(page, `/o/${await createOrganisation(page)}/attempts`);
});
