import { createServer } from "node:http";
import { checkPage } from "./check-page.ts";
import { confirm, toTab, tryInstance } from "./drive-console.ts";
import { expect, PEOPLE, test } from "./fixtures.ts";
import { FAKE_INSTANCE_PORT, ORIGIN, unique } from "./server.ts";

test.describe("what is refused", () => {
  test.use({ person: PEOPLE.owner });

  test("a wrong key: says which check failed and why, and leaves a draft that offers nothing", async ({
    page,
  }) => {
    const name = `Refused ${unique()}`;
    await tryInstance(page, "acme", { name, key: "trinity_mcp_this-is-no-key-of-the-sample" });
    const rows = page.getByRole("status", { name: "Test" }).getByRole("listitem");
    await expect(rows.nth(5)).toHaveText(/Accepts the key.*Failed.*It refused the key.*Copy the key again/);
    await expect(rows.nth(6)).toHaveText(/Lists its tools.*Not tried/);
    await expect(page.getByLabel("Copy for support")).toHaveValue(/accepts_key failed refused_key 401 \d+ms/);
    await expect(page.getByRole("link", { name: "Go on to its tools" })).toHaveCount(0);
    await page.goto("/o/acme/instances");
    const row = page.getByRole("row").filter({ hasText: name });
    await expect(row).toContainText("Draft");
    await row.getByRole("link").click();
    await page.waitForURL(/\/instances\/[0-9a-f-]{36}$/);
    await page.goto(toTab(page, "danger"));
    await confirm(page, "Remove instance", `Remove ${name}`);
    await expect(page.getByText("The instance is removed")).toBeVisible();
  });

  test("an instance that answers without a key", async ({ page }) => {
    const calls: (string | undefined)[] = [];
    const open = createServer((request, response) => {
      calls.push(request.headers.authorization);
      response.writeHead(200, { "content-type": "application/json" }).end(
        JSON.stringify({
          jsonrpc: "2.0",
          id: 1,
          result: {
            protocolVersion: "2025-11-25",
            capabilities: { tools: {} },
            serverInfo: { name: "open", version: "1" },
          },
        }),
      );
    });
    await new Promise<void>((listening) => open.listen(FAKE_INSTANCE_PORT, "127.0.0.1", listening));
    try {
      const url = `http://127.0.0.1:${FAKE_INSTANCE_PORT}/mcp`;
      await tryInstance(page, "acme", { name: "Open", url, apiUrl: "", key: "trinity_mcp_never-sent-here" });
      await expect(page.getByRole("status", { name: "Test" })).toContainText("It answered without any key");
      // The key was never sent to a place that takes everybody.
      expect(calls.filter((header) => header !== undefined)).toEqual([]);
      await page.goto(page.url().replace("/setup/test", "?tab=danger"));
      await confirm(page, "Remove instance", "Remove Open");
      await expect(page.getByText("The instance is removed")).toBeVisible();
    } finally {
      open.close();
    }
  });

  for (const [name, url] of [
    // A title with a port of its own would be another test in every worker.
    ["of this server", `${ORIGIN}/api/mcp`],
    ["of a cloud's credentials", "http://169.254.169.254/mcp"],
    ["of a database here", "http://127.0.0.1:5432/mcp"],
    ["that is not http", "ftp://trinity.example.com/mcp"],
    ["that is none", "nothing"],
  ] as const) {
    test(`an address ${name}`, async ({ page }) => {
      await tryInstance(page, "acme", { name: "Elsewhere", url, apiUrl: "", key: "trinity_mcp_whatever" });
      await expect(
        page.getByRole("main").getByRole("alert").filter({ hasText: "another look" }),
      ).toBeVisible();
      await expect(page.getByLabel("MCP address")).toHaveValue(url);
      await expect(page).toHaveURL(/\/instances\/new$/);
    });
  }

  test("fields that cannot be right: each says so, and the summary leads to them", async ({ page }) => {
    await tryInstance(page, "acme", { name: " ", url: "https://trinity.example.com/mcp?x=1", key: "short" });
    const summary = page
      .getByRole("main")
      .getByRole("alert")
      .filter({ hasText: "Some of this needs another look" });
    await expect(summary).toBeFocused();
    await expect(summary.getByRole("link")).toHaveCount(2);
    await summary.getByRole("link", { name: /question mark/ }).click();
    await expect(page.getByLabel("MCP address")).toBeFocused();
    await checkPage(page, "the address step, refused");
  });
});
