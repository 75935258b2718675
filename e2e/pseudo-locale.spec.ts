import type { Page } from "@playwright/test";
import { connect } from "./drive-app.ts";
import { AS_CLAUDE_CODE, authorizeUrl } from "./drive-consent.ts";
import { findPlainText } from "./find-plain-text.ts";
import { expect, PEOPLE, test } from "./fixtures.ts";
import { listRoutes } from "./list-routes.ts";
import { ORIGIN, unique } from "./server.ts";

const ROUTES = listRoutes();

/** What stands in the place of a parameter where no list leads there. */
const PARAMETERS: Readonly<Record<string, string>> = {
  slug: "acme",
  token: "no-such-token",
  step: "address",
};

test.use({ person: PEOPLE.owner });

/** The address of a route: what the list above it links to or opens beside itself, or null where that is empty. */
async function resolve(page: Page, route: string): Promise<string | null> {
  const known = route.replaceAll(/\[([a-z]+)\]/g, (all, name: string) => PARAMETERS[name] ?? all);
  const [parent = "", rest] = known.split(/\/\[[a-z]+\]/);
  if (rest === undefined) return known;
  await page.goto(parent, { waitUntil: "networkidle" });
  const siblings = ROUTES.map((one) => one.replaceAll("[slug]", "acme"));
  for (const { pathname, searchParams } of await listLinks(page)) {
    const [next = ""] = pathname.slice(parent.length + 1).split("/");
    const isOne = pathname.startsWith(`${parent}/`) && !siblings.includes(`${parent}/${next}`);
    if (isOne) return `${parent}/${next}${rest}`;
    const opened = searchParams.get("open") ?? searchParams.get("tool");
    if (opened !== null && pathname === parent) return `${parent}/${encodeURIComponent(opened)}${rest}`;
  }
  return null;
}

async function listLinks(page: Page): Promise<URL[]> {
  const links = page.locator("main a[href]");
  const all = await links.evaluateAll((found) => found.map((one) => one.getAttribute("href") ?? ""));
  return all.map((href) => new URL(href, page.url()));
}

/** The tabs of the page that is open, besides the one that is. */
async function listTabs(page: Page): Promise<string[]> {
  const { pathname } = new URL(page.url());
  const tabs = (await listLinks(page)).filter(
    (link) => link.pathname === pathname && /^\?(?:tab|view)=[a-z]+$/.test(link.search),
  );
  return [...new Set(tabs.map((link) => `${pathname}${link.search}`))];
}

/** At 320 px: every word comes from a message file or is marked as data, and nothing makes the page scroll sideways. */
async function look(page: Page, path: string): Promise<string[]> {
  // A page below a loading.tsx may lead on only after its first bytes.
  await page.goto(path, { waitUntil: "networkidle" });
  const { words, sideways } = await page.evaluate(findPlainText);
  const found = words.map((word) => `${path}: ${word}`);
  return sideways > 0 ? [...found, `${path}: scrolls ${sideways} px sideways`] : found;
}

async function usePseudo(page: Page): Promise<void> {
  await page.setViewportSize({ width: 320, height: 800 });
  await page.context().addCookies([{ name: "locale", value: "en-XA", url: ORIGIN }]);
}

test("every page speaks from the message files and holds words 40 % longer at 320 px", async ({ page }) => {
  test.setTimeout(300_000);
  const host = await connect(page, { name: `Journey ${unique()}` });
  // What the lists lead to: a connection, and a call of it.
  await host.client.callTool({ name: "list_agents", arguments: {} });
  await usePseudo(page);
  const found: string[] = [];
  const missing: string[] = [];
  for (const route of ROUTES) {
    if (route.startsWith("/connect/[uid]")) continue;
    const path = await resolve(page, route);
    if (path === null) missing.push(route);
    else {
      found.push(...(await look(page, path)));
      for (const tab of await listTabs(page)) found.push(...(await look(page, tab)));
    }
  }
  await host.close();
  expect({ missing, found }).toEqual({ missing: [], found: [] });
});

test("so do sign-in and Connect, from the first page to the last", async ({ page, browser, watch }) => {
  await usePseudo(page);
  await page.goto(authorizeUrl(AS_CLAUDE_CODE));
  await page.waitForURL(/\/connect\/.*\/permissions/);
  const found = await look(page, page.url());
  const stranger = await browser.newContext({ baseURL: ORIGIN, storageState: { cookies: [], origins: [] } });
  watch(stranger);
  const door = await stranger.newPage();
  await usePseudo(door);
  for (const path of ["/sign-in", "/sign-in/stopped", "/signed-out", "/connect/expired", "/no-such-page"])
    found.push(...(await look(door, path)));
  await door.goto("/sign-in");
  await door.locator("#email").fill(`pseudo-${unique()}@elsewhere.example`);
  await door.locator("main form button[type=submit]").last().click();
  await door.waitForURL(/\/sign-in\/sso/);
  found.push(...(await look(door, door.url())));
  await stranger.close();
  expect(found).toEqual([]);
});

test("somebody else's browser is not asked: without the cookie the pages are English", async ({ page }) => {
  await page.goto("/me");
  await expect(page.getByRole("heading", { level: 1, name: "Profile" })).toBeVisible();
  await expect(page.locator("html")).toHaveAttribute("lang", "en-GB");
});
