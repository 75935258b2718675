import type { Page } from "@playwright/test";
import { findFaults } from "./check-page.ts";
import { connect } from "./drive-app.ts";
import { AS_CLAUDE_CODE, authorizeUrl } from "./drive-consent.ts";
import { findPlainText } from "./find-plain-text.ts";
import { expect, PEOPLE, test } from "./fixtures.ts";
import { listRoutes } from "./list-routes.ts";
import { ORIGIN, unique } from "./server.ts";

const ROUTES = listRoutes();
/** Pages of a request that waits; their own specs go there. */
const CONNECTING = /^\/connect\/\[uid\]/;
const PHONE = { width: 320, height: 800 };

/** What stands in the place of a parameter where no list leads there. */
const PARAMETERS: Readonly<Record<string, string>> = {
  slug: "acme",
  token: "no-such-token",
  step: "address",
};

/** What an owner of a set up organisation is led on from, or is not shown; those files look at them. */
const ELSEWHERE: Readonly<Record<string, readonly string[]>> = {
  "accessibility.spec.ts": ["/sign-in", "/sign-in/code", "/sign-in/sso"],
  "consent-pages.spec.ts": [
    "/connect/[uid]",
    "/connect/[uid]/ask-admin",
    "/connect/[uid]/permissions",
    "/connect/[uid]/trinity",
  ],
  "instances.spec.ts": ["/o/[slug]/instances/[id]/setup/[step]"],
  "ops.spec.ts": [
    "/ops",
    "/ops/clients",
    "/ops/health",
    "/ops/incidents",
    "/ops/preflight",
    "/ops/tenants",
    "/ops/tenants/[slug]",
  ],
  // They only ever lead on.
  nowhere: ["/enter/[slug]", "/o", "/o/[slug]/settings", "/o/[slug]/sign-in"],
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

/** Opens a page at 320 px; whether it is what is shown there, and nothing it leads on to. */
async function open(page: Page, path: string): Promise<boolean> {
  await page.setViewportSize(PHONE);
  // A page that comes after its skeleton may lead on only after its first bytes.
  const response = await page.goto(path, { waitUntil: "networkidle" });
  const asked = new URL(path, ORIGIN).pathname;
  return response?.ok() === true && new URL(page.url()).pathname === asked;
}

/** Every word comes from a message file or is marked as data, and nothing makes the page scroll sideways. */
async function look(page: Page): Promise<string[]> {
  const { words, sideways } = await page.evaluate(findPlainText);
  const { pathname } = new URL(page.url());
  const found = words.map((word) => `${pathname}: ${word}`);
  return sideways > 0 ? [...found, `${pathname}: scrolls ${sideways} px sideways`] : found;
}

/** The same, and what every page must be in both themes and at both widths: whoever adds a page cannot pass this by. */
async function lookThrough(page: Page): Promise<string[]> {
  const found = await look(page);
  const { pathname } = new URL(page.url());
  return [...found, ...(await findFaults(page)).map((fault) => `${pathname}: ${fault}`)];
}

async function usePseudo(page: Page): Promise<void> {
  await page.setViewportSize(PHONE);
  await page.context().addCookies([{ name: "locale", value: "en-XA", url: ORIGIN }]);
}

test("every page speaks from the message files, holds words 40 % longer at 320 px, and is one axe has nothing to say of", async ({
  page,
}) => {
  test.setTimeout(600_000);
  const host = await connect(page, { name: `Journey ${unique()}` });
  // What the lists lead to: a connection, and a call of it.
  await host.client.callTool({ name: "list_agents", arguments: {} });
  await usePseudo(page);
  const found: string[] = [];
  const elsewhere: string[] = [];
  for (const route of ROUTES) {
    const path = CONNECTING.test(route) ? null : await resolve(page, route);
    const isShown = path !== null && (await open(page, path));
    if (path === null || !isShown) elsewhere.push(route);
    if (path !== null) found.push(...(await (isShown ? lookThrough(page) : look(page))));
    for (const tab of isShown ? await listTabs(page) : []) {
      await open(page, tab);
      found.push(...(await lookThrough(page)));
    }
  }
  await host.close();
  expect(found).toEqual([]);
  expect(elsewhere.toSorted()).toEqual(Object.values(ELSEWHERE).flat().toSorted());
});

test("so do sign-in and Connect, from the first page to the last", async ({ page, browser, watch }) => {
  await usePseudo(page);
  await page.goto(authorizeUrl(AS_CLAUDE_CODE));
  await page.waitForURL(/\/connect\/.*\/permissions/);
  const found = await look(page);
  const stranger = await browser.newContext({ baseURL: ORIGIN, storageState: { cookies: [], origins: [] } });
  watch(stranger);
  const door = await stranger.newPage();
  await usePseudo(door);
  for (const path of ["/sign-in", "/sign-in/stopped", "/signed-out", "/connect/expired", "/no-such-page"]) {
    await open(door, path);
    found.push(...(await look(door)));
  }
  await door.goto("/sign-in");
  await door.locator("#email").fill(`pseudo-${unique()}@elsewhere.example`);
  await door.locator("main form button[type=submit]").last().click();
  await door.waitForURL(/\/sign-in\/sso/);
  found.push(...(await look(door)));
  await stranger.close();
  expect(found).toEqual([]);
});

test("somebody else's browser is not asked: without the cookie the pages are English", async ({ page }) => {
  await page.goto("/me");
  await expect(page.getByRole("heading", { level: 1, name: "Profile" })).toBeVisible();
  await expect(page.locator("html")).toHaveAttribute("lang", "en-GB");
});
