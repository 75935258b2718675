import type { Page } from "@playwright/test";
import { askDatabase } from "./ask-database.ts";
import { ALLOW, AS_CLAUDE_CODE, openRequest, openSite, readField } from "./drive-consent.ts";
import { makeFounder } from "./drive-console.ts";
import { expectNoticeRunning } from "./expect-running.ts";
import { expect, PEOPLE, test } from "./fixtures.ts";
import { inspect, SIZES } from "./inspect-page.ts";
import { isCovered } from "./is-covered.ts";
import { ORIGIN } from "./server.ts";
import { alertOf, findEnd, minutesLeft, openWatched, pass, statusOf, stayOf, wait } from "./watch-request.ts";

test.use({ person: PEOPLE.member });

const OVER = "This request is over";

/** Every cookie of this request, so many seconds before its browser forgets it. */
async function readCookies(page: Page, uid: string) {
  const cookies = await page
    .context()
    .cookies([ORIGIN, `${ORIGIN}/connect/${uid}`, `${ORIGIN}/oauth/authorize/${uid}`]);
  return cookies.filter(({ name }) => /connect_(request|resume|waiting)/.test(name));
}

const toPlain = ({ name, value, path }: { name: string; value: string; path: string }) =>
  `${name}=${value}; ${path}`;

test("the page says two minutes before that the request ends; one press keeps it, what was ticked, and its answer", async ({
  page,
}) => {
  const site = await openSite(() => ({ html: "<h1>Back in the app</h1>" }));
  const redirectUri = `http://localhost:${site.port}/callback`;
  const uid = await openWatched(page, { ...AS_CLAUDE_CODE, redirectUri });
  const facts = page.getByRole("listitem").filter({ hasText: /You can answer this request until \d+:\d\d/ });
  await pass(uid, 5);
  await page.reload();
  await expectNoticeRunning(page);
  const first = await facts.innerText();
  await page.getByRole("checkbox", { name: /See agents/ }).uncheck();
  await wait(page, uid, 22);
  await expect(alertOf(page)).toHaveCount(0);
  await wait(page, uid, 1);
  await expect(alertOf(page)).toContainText("Without an answer nothing is shared");
  const cookies = await readCookies(page, uid);
  expect(cookies).toHaveLength(5);
  const soon = Date.now() / 1000 + 100;
  await page.context().addCookies(cookies.map((cookie) => ({ ...cookie, expires: soon })));
  await stayOf(page).press("Enter");
  await expect(statusOf(page, /You can answer this request until \d+:\d\d/)).toBeVisible();
  await expect(alertOf(page)).toHaveCount(0);
  await expect(page.locator("[data-notice]")).toBeFocused();
  await expect(facts).not.toHaveText(first);
  await expect(page.getByRole("checkbox", { name: /See agents/ })).not.toBeChecked();
  const later = await readCookies(page, uid);
  expect(later.filter(({ expires }) => expires > Date.now() / 1000 + 29 * 60)).toHaveLength(5);
  expect(later.map(toPlain).toSorted()).toEqual(cookies.map(toPlain).toSorted());
  await wait(page, uid, 3);
  await page.getByRole("button", { name: ALLOW }).click();
  await expect(page.getByRole("heading", { name: "Back in the app" })).toBeVisible();
  expect(site.heard.at(0)?.path).toContain("code=");
  site.close();
});

test("time that is over while the page stands open is told, and pressing leads to the page that says so", async ({
  page,
}) => {
  const uid = await openWatched(page);
  await wait(page, uid, 30);
  await expect(statusOf(page, OVER)).toContainText("press Connect again");
  await expect(alertOf(page)).toHaveCount(0);
  await page.getByRole("button", { name: ALLOW }).click();
  await expect(page).toHaveURL(/\/connect\/expired\?attempt=/);
});

test("a press that comes too late, or does not get through, says so; the page of a newcomer warns too", async ({
  openAs,
}) => {
  const page = await openAs(makeFounder());
  const uid = await openWatched(page);
  await expect(page.getByText(/You can answer this request until/)).toBeVisible();
  await wait(page, uid, 28);
  await page.route("**/extend", (route) => route.abort());
  await stayOf(page).click();
  await expect(statusOf(page, "The request could not be extended")).toBeVisible();
  await expect(alertOf(page)).toBeVisible();
  await page.unroute("**/extend");
  await pass(uid, 3);
  await stayOf(page).click();
  await expect(statusOf(page, OVER)).toBeVisible();
  await expect(stayOf(page)).toHaveCount(0);
});

test("a request that waited as long as it may is told without the button", async ({ page }) => {
  const uid = await openRequest(page);
  await askDatabase(
    `UPDATE auth.oauth_interactions
     SET payload = payload || jsonb_build_object('iat', (payload->>'iat')::int - 301 * 60) WHERE id = $1`,
    [uid],
  );
  await pass(uid, 29);
  await page.reload();
  await expect(alertOf(page)).toContainText("cannot wait any longer");
  await expect(stayOf(page)).toHaveCount(0);
});

test("without scripts a line says until when, and the button beside the answer comes back to the page", async ({
  openAs,
}) => {
  const page = await openAs(PEOPLE.member, { javaScriptEnabled: false });
  const uid = await openRequest(page);
  const { href } = new URL(page.url());
  await pass(uid, 20);
  await expect(page.getByText(/You can answer this request until \d+:\d\d/)).toBeVisible();
  await stayOf(page).click();
  await expect(page).toHaveURL(href);
  await expect(page.getByRole("button", { name: ALLOW })).toBeVisible();
  expect(await minutesLeft(uid)).toBe(30);
  await pass(uid, 31);
  await stayOf(page).click();
  await expect(page).toHaveURL(/\/connect\/expired\?attempt=/);
});

test("B25: no other site, no form without our page's token and no other browser keeps a request waiting", async ({
  page,
  openAs,
}) => {
  const uid = await openRequest(page);
  const csrf = await readField(page, "csrf");
  const end = await findEnd(uid);
  const post = async (from: Page, headers: Record<string, string>, form: Record<string, string>) => {
    const answer = await from.request.post(`/connect/${uid}/extend`, {
      headers: { origin: ORIGIN, "sec-fetch-site": "same-origin", ...headers },
      form,
      maxRedirects: 0,
    });
    return [answer.status(), answer.headers()["set-cookie"]];
  };
  expect(await post(page, {}, {})).toEqual([403, undefined]);
  expect(await post(page, {}, { csrf: `${csrf}x` })).toEqual([403, undefined]);
  expect(await post(page, { origin: "https://evil.example" }, { csrf })).toEqual([403, undefined]);
  expect(await post(page, { "sec-fetch-site": "cross-site" }, { csrf })).toEqual([403, undefined]);
  const sameSession = await openAs(PEOPLE.member);
  expect(await post(sameSession, { accept: "application/json" }, { csrf })).toEqual([404, undefined]);
  const stranger = await openAs(PEOPLE.owner);
  expect(await post(stranger, {}, { csrf })).toEqual([403, undefined]);
  // The button of the sign-in pages is made for the browser that brought the request, and works in no other.
  const signInPage = await (await page.request.get(`/sign-in/again?next=/connect/${uid}`)).text();
  const waiting = /name="csrf" value="([^"]+)"/.exec(signInPage)?.[1] ?? "";
  expect(await post(stranger, { accept: "application/json" }, { csrf: waiting })).toEqual([404, undefined]);
  expect(await post(page, { "sec-fetch-site": "cross-site" }, { csrf: waiting })).toEqual([403, undefined]);
  await stranger.goto(`/sign-in/again?next=/connect/${uid}`);
  await expect(stranger.getByText(/You can answer this request until/)).toHaveCount(0);
  expect(await stranger.content()).not.toContain("/extend");
  expect(await findEnd(uid)).toEqual(end);
  const far = await page.request.post(`/connect/${uid}/extend`, {
    headers: { origin: ORIGIN, "sec-fetch-site": "same-origin" },
    form: { csrf, back: "//evil.example/" },
    maxRedirects: 0,
  });
  expect([far.status(), far.headers()["location"]]).toEqual([303, `/connect/${uid}`]);
  expect((await findEnd(uid))?.getTime()).toBeGreaterThan(end?.getTime() ?? 0);
});

for (const theme of ["light", "dark"]) {
  for (const viewport of SIZES) {
    test(`every state of the notice at ${viewport.width} px, ${theme}: no finding, nothing under it`, async ({
      page,
      context,
    }) => {
      await context.addCookies([{ name: "theme", value: theme, url: ORIGIN }]);
      await page.setViewportSize(viewport);
      const uid = await openWatched(page);
      await wait(page, uid, 28);
      await expect(alertOf(page)).toBeInViewport();
      await inspect(page);
      // Whatever has the focus lies above the notice.
      const allow = page.getByRole("button", { name: ALLOW });
      await page.getByRole("checkbox", { name: /See agents/ }).focus();
      while (!(await allow.evaluate((one) => one === document.activeElement))) {
        await page.keyboard.press("Tab");
        expect(await isCovered(page)).toBe(false);
      }
      await page.keyboard.press("Tab");
      await expect(stayOf(page)).toBeFocused();
      await page.keyboard.press("Enter");
      await expect(statusOf(page, /You can answer this request until/)).toBeInViewport();
      await inspect(page);
      await wait(page, uid, 30);
      await expect(statusOf(page, OVER)).toBeInViewport();
      await inspect(page);
    });
  }
}
