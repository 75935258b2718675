import type { Page } from "@playwright/test";
import {
  ALLOW,
  AS_CLAUDE_CODE,
  authorizeUrl,
  openRequest,
  openSite,
  postAnswer,
  readField,
} from "./drive-consent.ts";
import { expectNoticeRunning } from "./expect-running.ts";
import { expect, PEOPLE, signIn, test } from "./fixtures.ts";
import { inspectPage } from "./inspect-page.ts";
import { ORIGIN } from "./server.ts";
import { alertOf, minutesLeft, pass, statusOf, stayOf, wait } from "./watch-request.ts";

test.use({ person: PEOPLE.member });

/** Opens an app's request in that browser, signed out: the page that asks to sign in, its clock the test's to turn. */
async function openSignedOut(page: Page, hasScripts = true): Promise<string> {
  await page.context().clearCookies();
  if (hasScripts) await page.clock.install();
  await page.goto(authorizeUrl(AS_CLAUDE_CODE));
  await page.waitForURL(/\/sign-in\?/);
  if (hasScripts) await expectNoticeRunning(page);
  return /\/connect\/([\w-]+)/.exec(decodeURIComponent(page.url()))?.[1] ?? "";
}

/** Says yes past the page, which would go on to the app where no key is missing. */
async function allowByPost(page: Page, uid: string): Promise<void> {
  const form = { csrf: await readField(page, "csrf"), decision: "allow", org: "acme", group: "agents.read" };
  expect((await postAnswer(page, uid, { form })).status()).toBe(200);
}

test("the sign-in pages on the way warn too: one press keeps the request, and what was typed", async ({
  page,
}) => {
  const uid = await openSignedOut(page);
  const email = page.getByLabel("E-mail address");
  await email.fill(PEOPLE.member);
  await wait(page, uid, 28);
  await expect(alertOf(page)).toContainText("Without an answer nothing is shared");
  await inspectPage(page);
  await stayOf(page).press("Enter");
  await expect(statusOf(page, /You can answer this request until \d+:\d\d/)).toBeVisible();
  await expect(alertOf(page)).toHaveCount(0);
  await expect(email).toHaveValue(PEOPLE.member);
  expect(await minutesLeft(uid)).toBe(30);
  await signIn(page, PEOPLE.member);
  await wait(page, uid, 3);
  await expect(page).toHaveURL(new RegExp(`/connect/${uid}/permissions`));
  await expect(page.getByRole("button", { name: ALLOW })).toBeVisible();
});

test("the step after the answer warns and is extended too, and its app gets its code long after", async ({
  page,
}) => {
  const site = await openSite(() => ({ html: "<h1>Back in the app</h1>" }));
  const redirectUri = `http://localhost:${site.port}/callback`;
  await page.clock.install();
  const uid = await openRequest(page, { ...AS_CLAUDE_CODE, redirectUri });
  await allowByPost(page, uid);
  await page.goto(`/connect/${uid}/trinity?org=acme`);
  await expectNoticeRunning(page);
  for (const minutes of [28, 29]) {
    await wait(page, uid, minutes);
    await expect(alertOf(page)).toContainText("If you do not go on to the app before");
    await stayOf(page).press("Enter");
    await expect(statusOf(page, /You can go on to the app until \d+:\d\d/)).toBeVisible();
    await expect(alertOf(page)).toHaveCount(0);
    expect(await minutesLeft(uid)).toBe(30);
  }
  await page.getByRole("button", { name: "Go on", exact: true }).click();
  await expect(page.getByRole("heading", { name: "Back in the app" })).toBeVisible();
  expect(site.heard.at(0)?.path).toContain("code=");
  site.close();
});

test("without scripts the button is on the pages of signing in and joining, and on the step after the answer, too", async ({
  openAs,
}) => {
  const stranger = await openAs(PEOPLE.member, { javaScriptEnabled: false });
  const before = await openSignedOut(stranger, false);
  const { href } = new URL(stranger.url());
  await pass(before, 20);
  await expect(stranger.getByText(/You can answer this request until \d+:\d\d/)).toBeVisible();
  await stayOf(stranger).click();
  await expect(stranger).toHaveURL(href);
  expect(await minutesLeft(before)).toBe(30);
  const page = await openAs(PEOPLE.member, { javaScriptEnabled: false });
  const uid = await openRequest(page);
  const joining = `/welcome?${new URLSearchParams({ next: `/connect/${uid}` })}`;
  await page.goto(joining);
  await pass(uid, 20);
  await stayOf(page).click();
  await expect(page).toHaveURL(ORIGIN + joining);
  expect(await minutesLeft(uid)).toBe(30);
  await page.goto(`/connect/${uid}/permissions`);
  await allowByPost(page, uid);
  const step = `/connect/${uid}/trinity?org=acme`;
  await page.goto(step);
  await pass(uid, 20);
  await stayOf(page).click();
  await expect(page).toHaveURL(ORIGIN + step);
  expect(await minutesLeft(uid)).toBe(30);
  await page.context().clearCookies({ name: "connect.session" });
  await page.reload();
  await signIn(page, PEOPLE.member);
  await expect(page).toHaveURL(ORIGIN + step);
});
