import { checkPage, checkPageAt } from "./check-page.ts";
import { crawlSite } from "./crawl-site.ts";
import { expect, PEOPLE, test } from "./fixtures.ts";
import { MCP_URL, ORIGIN } from "./server.ts";

const GUIDES = ["claude", "team", "claude-code", "cursor", "vscode", "chatgpt", "other"];

test("the guide, for both readers", async ({ page }) => {
  test.slow();
  await checkPageAt(page, "/add-to-claude");
  await page.getByRole("link", { name: "I run Trinity" }).click();
  await expect(page.getByRole("heading", { name: "First connect your Trinity" })).toBeVisible();
  await checkPage(page, "for whoever runs Trinity");
});

for (const app of GUIDES) {
  test(`the guide for ${app}`, async ({ page }) => {
    test.slow();
    await checkPageAt(page, `/add-to-claude?app=${app}`);
    for (const name of ["What you will see", "How to check", "What goes wrong"])
      await expect(page.getByRole("heading", { name })).toBeVisible();
  });
}

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

test("every link of the public site leads somewhere", async ({ page }) => {
  test.slow();
  const { visited, broken, outside } = await crawlSite(page, ["/"]);
  expect(broken).toEqual([]);
  expect(visited).toEqual(expect.arrayContaining(["/add-to-claude", "/privacy", "/terms", "/support"]));
  const odd = outside.filter(({ href }) => !/^(?:https:\/\/|mailto:|cursor:\/\/|vscode:)/.test(href));
  expect(odd).toEqual([]);
});
