import type { Page } from "@playwright/test";
import { createOrganisation, makeFounder } from "./drive-console.ts";
import { findPlainText } from "./find-plain-text.ts";
import { expect, signIn, test } from "./fixtures.ts";
import { inspectPage, SIZES } from "./inspect-page.ts";
import { isCovered } from "./is-covered.ts";
import { ORIGIN } from "./server.ts";
import { statusOf } from "./watch-request.ts";
import {
  alertOf,
  findCookie,
  findEnd,
  minutesLeft,
  openNear,
  pass,
  setLeft,
  stayOf,
} from "./watch-session.ts";

const OVER = "You are signed out";
const UNTIL = /You stay signed in until \d+:\d\d/;
const nameOf = (page: Page) => page.getByLabel("Name", { exact: true });

/** Answers whether the page showed an alert since, were it for a moment. */
async function watchAlerts(page: Page): Promise<() => Promise<boolean>> {
  const seen = await page.evaluateHandle(() => {
    const found = { alert: false };
    new MutationObserver(() => {
      found.alert ||= document.querySelector("main [role=alert]") !== null;
    }).observe(document.body, { childList: true, subtree: true });
    return found;
  });
  return async () => await seen.evaluate(({ alert }) => alert);
}

test("two minutes before a sign-in ends the page says when; one press keeps it, its cookie, and what was typed", async ({
  page,
}) => {
  const email = makeFounder();
  await openNear(page, { email, path: "/me", minutes: 30 });
  await nameOf(page).fill("Half a na");
  await page.clock.fastForward("27:00");
  await expect(alertOf(page)).toHaveCount(0);
  await pass(page, 1, { email, left: 2 });
  await expect(alertOf(page)).toContainText(/ends at \d+:\d\d/);
  const { value } = (await findCookie(page)) ?? {};
  await stayOf(page).press("Enter");
  await expect(statusOf(page, UNTIL)).toBeVisible();
  await expect(alertOf(page)).toHaveCount(0);
  await expect(page.locator("[data-notice]")).toBeFocused();
  await expect(nameOf(page)).toHaveValue("Half a na");
  expect(await minutesLeft(email)).toBe(62);
  const kept = await findCookie(page);
  expect(kept?.value).toBe(value);
  expect(Math.round(((kept?.expires ?? 0) - Date.now() / 1000) / 60)).toBe(62);
  await page.clock.fastForward("00:21");
  await expect(page.locator("[data-notice]")).toHaveCount(0);
  await pass(page, 60, { email, left: 2, extensions: 10 });
  await expect(alertOf(page)).toContainText("cannot last any longer");
  await expect(stayOf(page)).toHaveCount(0);
});

test("once it is over the page says so, and signing in beside it comes back to it and loses nothing", async ({
  page,
}) => {
  const email = makeFounder();
  await openNear(page, { email, path: "/me?done=saved" });
  await nameOf(page).fill("Somebody");
  await pass(page, 1, { email, left: 2 });
  await expect(alertOf(page)).toBeVisible();
  await stayOf(page).focus();
  await pass(page, 2, { email, left: -1 });
  await expect(statusOf(page, OVER)).toBeVisible();
  await expect(alertOf(page)).toHaveCount(0);
  await expect(page.locator("[data-notice]")).toBeFocused();
  const opened = page.waitForEvent("popup");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  const beside = await opened;
  await beside.waitForURL(/\/sign-in\?next=/);
  await signIn(beside, email);
  await expect(beside).toHaveURL(`${ORIGIN}/me?done=saved`);
  await page.evaluate(() => window.dispatchEvent(new Event("focus")));
  await expect(page.locator("[data-notice]")).toHaveCount(0);
  await expect(nameOf(page)).toHaveValue("Somebody");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Your profile is saved")).toBeVisible();
});

test("nothing is said of an end that another page put off; a press too late or not through says so", async ({
  page,
}) => {
  const email = makeFounder();
  await openNear(page, { email, path: "/me", minutes: 30 });
  const isSaid = await watchAlerts(page);
  await pass(page, 28, { email, left: 120 });
  await page.clock.runFor(2000);
  expect(await isSaid()).toBe(false);
  await pass(page, 118, { email, left: 2 });
  await expect(alertOf(page)).toBeVisible();
  await page.route("**/session", (route) => route.abort());
  await stayOf(page).click();
  await expect(statusOf(page, "You could not be kept signed in")).toBeVisible();
  await expect(alertOf(page)).toBeVisible();
  await page.unroute("**/session");
  await setLeft(email, 60);
  await page.evaluate(() => window.dispatchEvent(new Event("focus")));
  await expect(page.locator("[data-notice]")).toHaveCount(0);
  await pass(page, 58, { email, left: 2 });
  await expect(alertOf(page)).toBeVisible();
  await setLeft(email, -1);
  await stayOf(page).click();
  await expect(statusOf(page, OVER)).toBeVisible();
  await expect(stayOf(page)).toHaveCount(0);
});

test("an end that passed while there was no network is asked about again once there is one", async ({
  page,
  context,
}) => {
  const email = makeFounder();
  await openNear(page, { email, path: "/me" });
  await setLeft(email, 120);
  await context.setOffline(true);
  await page.clock.fastForward("03:01");
  await expect(statusOf(page, OVER)).toBeVisible();
  await context.setOffline(false);
  await expect(page.locator("[data-notice]")).toHaveCount(0);
});

test("B26: no other site, nobody else, and no press before its last minutes keeps a sign-in alive", async ({
  page,
  openAs,
}) => {
  const email = makeFounder();
  await signIn(page, email);
  const post = async (from: Page, headers: Record<string, string>) => {
    const answer = await from.request.post("/session", { headers });
    return [answer.status(), answer.headers()["set-cookie"]];
  };
  const own = { origin: ORIGIN, "sec-fetch-site": "same-origin" };
  await setLeft(email, 2);
  const end = await findEnd(email);
  expect(await post(page, {})).toEqual([403, undefined]);
  expect(await post(page, { ...own, origin: "https://evil.example" })).toEqual([403, undefined]);
  expect(await post(page, { ...own, "sec-fetch-site": "cross-site" })).toEqual([403, undefined]);
  const other = await openAs(makeFounder());
  expect((await post(other, own))[0]).toBe(200);
  await other.context().clearCookies();
  expect(await post(other, own)).toEqual([401, undefined]);
  expect((await other.request.get("/session")).status()).toBe(401);
  expect((await (await page.request.get("/session")).json()) as object).toMatchObject({ isExtendable: true });
  expect(await findEnd(email)).toEqual(end);
  await setLeft(email, 6);
  expect((await post(page, own))[0]).toBe(200);
  expect(await minutesLeft(email)).toBe(6);
  await setLeft(email, 5);
  for (const press of [1, 2]) expect([press, (await post(page, own))[0]]).toEqual([press, 200]);
  expect(await minutesLeft(email)).toBe(65);
});

for (const theme of ["light", "dark"]) {
  for (const viewport of SIZES) {
    test(`every state of the notice at ${viewport.width} px, ${theme}: no finding, nothing that has the focus under it`, async ({
      page,
      context,
    }) => {
      await context.addCookies([{ name: "theme", value: theme, url: ORIGIN }]);
      await page.setViewportSize(viewport);
      const email = makeFounder();
      await openNear(page, { email, path: "/me" });
      await pass(page, 1, { email, left: 2 });
      await expect(alertOf(page)).toBeInViewport();
      await inspectPage(page);
      await nameOf(page).focus();
      while (!(await stayOf(page).evaluate((one) => one === document.activeElement))) {
        expect(await isCovered(page)).toBe(false);
        await page.keyboard.press("Tab");
      }
      await page.keyboard.press("Enter");
      await expect(statusOf(page, UNTIL)).toBeInViewport();
      await inspectPage(page);
      await pass(page, 62, { email, left: -1 });
      await expect(statusOf(page, OVER)).toBeInViewport();
      await inspectPage(page);
    });
  }
}

test("in an organisation it stands above the button of a phone, and speaks from the message files", async ({
  page,
}) => {
  const email = makeFounder();
  await page.setViewportSize({ width: 320, height: 800 });
  await signIn(page, email);
  const slug = await createOrganisation(page);
  await page.context().addCookies([{ name: "locale", value: "en-XA", url: ORIGIN }]);
  await openNear(page, { email, path: `/o/${slug}/members` });
  const notice = page.locator("[data-notice]");
  await pass(page, 1, { email, left: 2 });
  await expect(notice.getByRole("alert")).toBeInViewport();
  const [above, below] = [await notice.boundingBox(), await page.locator("[data-primary]").boundingBox()];
  expect(above && above.y + above.height).toBeLessThanOrEqual(below?.y ?? 0);
  expect(await page.evaluate(findPlainText)).toEqual({ words: [], sideways: 0 });
  // The locator's own click would scroll the page.
  const button = await notice.getByRole("button").boundingBox();
  await page.mouse.click((button?.x ?? 0) + 9, (button?.y ?? 0) + 9);
  await expect(notice.getByRole("status")).toBeInViewport();
  await expect(notice).toBeFocused();
  expect(await page.evaluate(() => scrollY)).toBe(0);
  await pass(page, 62, { email, left: -1 });
  await expect(notice.getByRole("status")).toBeInViewport();
  expect(await page.evaluate(findPlainText)).toEqual({ words: [], sideways: 0 });
});
