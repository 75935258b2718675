import { checkPage, checkPageAt } from "./check-page.ts";
import { crawlSite } from "./crawl-site.ts";
import { expect, PEOPLE, test } from "./fixtures.ts";
import { MCP_URL, ORIGIN } from "./server.ts";

/** A public page without a choice in its address. */
const PUBLIC_PAGE =
  /^\/(?:(?:add-to-claude|security|status|privacy|terms|support|report-app)|docs(?:\/[\w/-]+)?)?$/;
const GUIDES = ["claude", "team", "claude-code", "cursor", "vscode", "chatgpt", "other"];

test("the guide, for both readers", async ({ page }) => {
  test.slow();
  await checkPageAt(page, "/add-to-claude");
  await page.getByRole("link", { name: "I run Trinity" }).click();
  await expect(page.getByRole("heading", { name: "First connect your Trinity" })).toBeVisible();
  await checkPage(page, "for whoever runs Trinity");
});

test("the guide for each app", async ({ page }) => {
  test.setTimeout(300_000);
  for (const app of GUIDES) {
    await checkPageAt(page, `/add-to-claude?app=${app}`);
    for (const name of ["What you will see", "How to check", "What goes wrong"])
      await expect(page.getByRole("heading", { name })).toBeVisible();
  }
});

test("an app and a reader are chosen by links, and stay chosen without JavaScript", async ({ browser }) => {
  const context = await browser.newContext({ baseURL: ORIGIN, javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto("/add-to-claude");
  await page.getByRole("navigation", { name: "App" }).getByRole("link", { name: "Claude Code" }).click();
  await page.getByRole("link", { name: "I run Trinity" }).click();
  await expect(page).toHaveURL(`${ORIGIN}/add-to-claude?for=run&app=claude-code`);
  await expect(page.getByLabel("Add it", { exact: true })).toHaveValue(
    `claude mcp add --transport http trinity ${MCP_URL}`,
  );
  await expect(page.getByRole("button", { name: "Copy" }).first()).toBeHidden();
  await page.getByText("It says “Needs authentication”").click();
  await expect(page.getByText("after the connection was ended or expired")).toBeVisible();
  await page.goto("/add-to-claude?for=nobody&app=toaster&organisation=none");
  await expect(page.getByRole("link", { name: "Claude", exact: true })).toHaveAttribute(
    "aria-current",
    "page",
  );
  await context.close();
});

test("links open Cursor and VS Code with the address in them", async ({ page }) => {
  await page.goto("/add-to-claude?app=cursor");
  const cursor = new URL(
    (await page.getByRole("link", { name: "Add to Cursor" }).getAttribute("href")) ?? "",
  );
  expect(cursor.protocol).toBe("cursor:");
  const config = Buffer.from(cursor.searchParams.get("config") ?? "", "base64").toString("utf8");
  expect(JSON.parse(config)).toEqual({ url: MCP_URL });
  await page.goto("/add-to-claude?app=vscode");
  const code = (await page.getByRole("link", { name: "Add to VS Code" }).getAttribute("href")) ?? "";
  expect(JSON.parse(decodeURIComponent(code.replace("vscode:mcp/install?", "")))).toMatchObject({
    url: MCP_URL,
  });
});

test("somebody who belongs to an organisation is offered its own address", async ({ openAs }) => {
  const page = await openAs(PEOPLE.member);
  await page.goto("/add-to-claude?app=claude-code");
  await page
    .getByRole("navigation", { name: "Address" })
    .getByRole("link", { name: "Acme Robotics" })
    .click();
  await expect(page).toHaveURL(/organisation=acme/);
  const command = await page.getByLabel("Add it", { exact: true }).inputValue();
  expect(command.replace(MCP_URL, "")).toMatch(/^claude mcp add --transport http trinity \/[a-z2-7]{12,}$/);
  await checkPage(page, "with an organisation's own address");
  await page.getByRole("button", { name: "Copy" }).first().click();
  await expect(page.getByRole("status").filter({ hasText: /Copied|Selected/ })).toBeVisible();
});

test("the landing page, its picture and its questions", async ({ page }) => {
  test.slow();
  await checkPageAt(page, "/");
  const picture = page.getByRole("img", { name: /page that asks before Claude is connected/ });
  await picture.scrollIntoViewIfNeeded();
  const shown = await picture.evaluate(async (image: HTMLImageElement) => {
    await image.decode();
    return { ratio: image.naturalWidth / image.naturalHeight, reserved: image.width / image.height };
  });
  expect(shown.ratio).toBeCloseTo(640 / 784, 2);
  expect(shown.reserved).toBeCloseTo(shown.ratio, 1);
  await page.getByText("Does Claude get my Trinity key?").press("Enter");
  await expect(page.getByText("Claude gets a token of ours")).toBeVisible();
  await checkPage(page, "with an answer open");
});

test("the picture follows the theme, also without JavaScript", async ({ browser }) => {
  const context = await browser.newContext({
    baseURL: ORIGIN,
    javaScriptEnabled: false,
    colorScheme: "dark",
  });
  const page = await context.newPage();
  await page.goto("/");
  const source = () => page.locator("figure img").evaluate((image: HTMLImageElement) => image.currentSrc);
  expect(await source()).toBe(`${ORIGIN}/images/consent-dark.webp`);
  await page.getByRole("button", { name: "Light", exact: true }).click();
  expect(await source()).toBe(`${ORIGIN}/images/consent-light.webp`);
  await context.close();
});

test("security, help and what there is about an app", async ({ page }) => {
  test.slow();
  for (const path of ["/security", "/support", "/report-app"]) await checkPageAt(page, path);
  const policy = await page.request.get("/.well-known/security.txt");
  expect(await policy.text()).toContain(`Policy: ${ORIGIN}/security`);
});

test("the status of everything, its days, and its feed", async ({ page }) => {
  test.slow();
  await expect(async () => {
    await page.goto("/status");
    await expect(page.getByText("Everything works")).toBeVisible({ timeout: 1_000 });
  }).toPass({ timeout: 120_000, intervals: [5_000] });
  await checkPage(page, "the status");
  await page.getByRole("link", { name: /^By day ?: MCP address$/ }).click();
  const days = page.getByRole("table", { name: /MCP address, each day/ });
  // Over midnight there are two days, and a look that came late leaves the day a little less than whole.
  await expect(days.getByRole("cell", { name: /^(100|9\d(\.\d+)?) %$/ }).first()).toBeVisible();
  expect(await days.getByRole("row").count()).toBeLessThanOrEqual(3);
  await checkPage(page, "the status by day");
  const feed = await page.request.get("/status/feed.xml");
  expect(feed.headers()["content-type"]).toContain("application/rss+xml");
  expect(feed.headers()["cache-control"]).toBe("public, max-age=30");
  expect(await feed.text()).toContain(`<link>${ORIGIN}/status</link>`);
});

test("the menu of the public site on a phone, by keyboard", async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 568 });
  await page.goto("/");
  const menu = page.locator("summary", { has: page.locator("svg") }).first();
  await menu.focus();
  await page.keyboard.press("Enter");
  await expect(
    page.getByRole("navigation", { name: "Site" }).getByRole("link", { name: "Status" }),
  ).toBeVisible();
  await checkPage(page, "with the menu open");
  // A wide window hides the menu, and what is hidden keeps no focus.
  await page.setViewportSize({ width: 320, height: 568 });
  await menu.focus();
  await page.keyboard.press("Escape");
  await expect(menu).toBeFocused();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(`${ORIGIN}/add-to-claude`);
  await expect(
    page.getByRole("navigation", { name: "Site" }).getByRole("link", { name: "Status" }),
  ).toBeHidden();
});

test("a page that is not there says so, with a way on, without JavaScript too", async ({ browser }) => {
  const context = await browser.newContext({ baseURL: ORIGIN, javaScriptEnabled: false });
  const page = await context.newPage();
  const response = await page.goto("/docs/no-such-article");
  expect(response?.status()).toBe(404);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("This page does not exist");
  await page.getByRole("link", { name: "Go to the start page" }).click();
  await expect(page).toHaveURL(`${ORIGIN}/`);
  await context.close();
});

test("every public page is in the sitemap, and every link of site and docs leads somewhere", async ({
  page,
}) => {
  test.setTimeout(600_000);
  const robots = await (await page.request.get("/robots.txt")).text();
  expect(robots).toContain(`Sitemap: ${ORIGIN}/sitemap.xml`);
  const sitemap = await (await page.request.get("/sitemap.xml")).text();
  const listed = [...sitemap.matchAll(/<loc>([^<]+)<\/loc>/g)].map(([, url]) => new URL(url ?? "").pathname);
  const { visited, broken, outside } = await crawlSite(page, ["/", ...listed]);
  expect(broken).toEqual([]);
  const pages = visited.filter((path) => PUBLIC_PAGE.test(path));
  expect(pages.filter((path) => !listed.includes(path))).toEqual([]);
  const odd = outside.filter(({ href }) => !/^(?:https:\/\/|mailto:|cursor:\/\/|vscode:)/.test(href));
  expect(odd).toEqual([]);
});
