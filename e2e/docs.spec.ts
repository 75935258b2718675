import type { Page } from "@playwright/test";
import { ARTICLES, toHref } from "../app/(site)/docs/articles.ts";
import { checkPageAt } from "./check-page.ts";
import { expect, test } from "./fixtures.ts";
import { ORIGIN } from "./server.ts";

const PATHS = ["/docs", ...ARTICLES.map(({ slug }) => toHref(slug))];

test("every article is a page for every theme and width", async ({ page }) => {
  test.setTimeout(600_000);
  for (const path of PATHS) await checkPageAt(page, path);
});

test("every link and every anchor of the docs leads somewhere", async ({ page, request }) => {
  test.slow();
  const links = new Map<string, string>();
  for (const path of PATHS) {
    await page.goto(path);
    for (const href of await listLinks(page)) links.set(href, path);
  }
  const bodies = new Map<string, string>();
  const broken: string[] = [];
  for (const [href, from] of links) {
    const url = new URL(href);
    const address = `${url.origin}${url.pathname}${url.search}`;
    if (!bodies.has(address)) {
      const response = await request.get(address);
      bodies.set(address, response.ok() ? await response.text() : "");
    }
    const body = bodies.get(address) ?? "";
    const id = decodeURIComponent(url.hash.slice(1));
    if (body === "" || (id !== "" && !body.includes(`id="${id}"`))) broken.push(`${href} on ${from}`);
  }
  expect(broken).toEqual([]);
  expect(links.size).toBeGreaterThan(ARTICLES.length);
});

test("the docs read without JavaScript, and say where one is", async ({ browser }) => {
  const context = await browser.newContext({ baseURL: ORIGIN, javaScriptEnabled: false });
  const page = await context.newPage();
  await page.setViewportSize({ width: 320, height: 800 });
  await page.goto("/docs");
  const [first, second] = ARTICLES;
  await page.getByRole("main").getByRole("link", { name: first.title }).last().click();
  await expect(page.getByRole("heading", { level: 1, name: first.title })).toBeVisible();
  await page.getByText("All articles").click();
  const here = page.getByRole("navigation", { name: "Docs" }).getByRole("link", { name: first.title });
  await expect(here).toHaveAttribute("aria-current", "page");
  await expect(page.getByRole("button", { name: "Copy" })).toHaveCount(0);
  await page
    .getByRole("navigation", { name: "Next articles" })
    .getByRole("link", { name: second.title })
    .click();
  await expect(page.getByRole("heading", { level: 1, name: second.title })).toBeVisible();
  await context.close();
});

test("lines to copy are copied", async ({ page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.goto("/docs/quick-start-members");
  const block = page.getByRole("group", { name: "Code" }).first();
  await page.getByRole("button", { name: "Copy", exact: true }).first().click();
  await expect(page.getByText("Copied").first()).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(await block.innerText());
});

/** Every address of ours the page links to, whole. */
async function listLinks(page: Page): Promise<string[]> {
  const links = await page
    .locator("a[href]")
    .evaluateAll((anchors) => anchors.map((anchor) => (anchor as HTMLAnchorElement).href));
  return links.filter((href) => new URL(href).origin === ORIGIN);
}
