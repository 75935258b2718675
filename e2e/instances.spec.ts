import { createServer } from "node:http";
import { callTool, connect, listNames, readToolError, type RpcAnswer } from "./drive-app.ts";
import {
  addInstance,
  approveTools,
  confirm,
  createOrganisation,
  makeFounder,
  tryInstance,
} from "./drive-console.ts";
import { expect, PEOPLE, test } from "./fixtures.ts";
import type { Host } from "./oauth-host.ts";
import { FAKE_INSTANCE_PORT, findSample, ORIGIN, unique } from "./server.ts";

test.describe.serial("an organisation's first instance", () => {
  test.use({ person: makeFounder() });
  let instancePage = "";
  let host: Host;

  test("is added once it passed its three checks, and its tools wait until somebody approves them", async ({
    page,
  }) => {
    const slug = await createOrganisation(page);
    await page.getByRole("link", { name: "Add instance" }).click();
    await page.waitForURL(`**/o/${slug}/instances/new`);
    await addInstance(page, slug, { name: "Production", key: findSample().keyOf("user") });
    instancePage = page.url().replace(/\?.*/, "");
    await expect(page.getByText(/Key of a user, acts as ada@acme\.example, ends in/)).toBeVisible();
    await expect(page.getByText("Tools wait for approval", { exact: true })).toBeVisible();
    expect(await page.content()).not.toContain(findSample().keyOf("user"));
    await approveTools(page);
    await expect(page.getByText("Ready", { exact: true })).toBeVisible();
    host = await connect(page);
    expect(await listNames(host.tokens().access_token)).toContain("list_agents");
  });

  test("a tool switched off leaves the list of a connected app, and a call to it says why", async ({
    page,
  }) => {
    const { access_token: token } = host.tokens();
    await page.goto(instancePage);
    await page.getByRole("button", { name: "Switch off list_agents", exact: true }).click();
    await expect(page.getByText("The tool is off for everybody")).toBeVisible();
    expect(await listNames(token)).not.toContain("list_agents");
    const text = await readToolError(await callTool(token, "list_agents"));
    expect(text).toContain("Your organisation has switched this tool off. Nothing was done.");
    await page.getByRole("button", { name: "Switch on list_agents", exact: true }).click();
    await expect(page.getByText("The tool is on", { exact: true })).toBeVisible();
    expect(await listNames(token)).toContain("list_agents");
  });

  test("a key that fails changes nothing; one that passes takes the old one's place at once", async ({
    page,
  }) => {
    const { access_token: token } = host.tokens();
    await page.goto(instancePage);
    await page.getByText("Replace the key").click();
    await page.getByLabel("New key").fill("trinity_mcp_this-is-no-key-of-the-sample");
    await page.getByRole("button", { name: "Test and replace key" }).click();
    await expect(page.getByRole("alert", { name: "Test" })).toContainText("It refused the key");
    await expect(page.getByLabel("New key")).toHaveValue("");
    expect((await readResult(token)).isError).not.toBe(true);

    const key = findSample().keyOf("agent");
    await page.getByLabel("New key").fill(key);
    await page.getByRole("button", { name: "Test and replace key" }).click();
    await expect(page.getByText("The new key passed all three checks and is in use")).toBeVisible();
    await expect(page.getByText("Key of an agent")).toContainText(`ends in ${key.slice(-4)}`);
    expect((await readResult(token)).isError).not.toBe(true);
  });

  test("testing it again reads its list anew", async ({ page }) => {
    await page.goto(instancePage);
    await page.getByRole("button", { name: "Test again" }).click();
    await expect(page.getByRole("status", { name: "Test" }).getByText("Passed")).toHaveCount(3);
  });

  test("removed, its tools are gone from the connected app, which stays connected", async ({ page }) => {
    const { access_token: token } = host.tokens();
    await page.goto(instancePage);
    await confirm(page, "Remove instance", "Remove Production");
    await expect(page.getByText("The instance is removed")).toBeVisible();
    await expect(page.getByText("Trinity instances will be here")).toBeVisible();
    expect(await listNames(token)).toEqual([]);
    const answer = (await (await callTool(token, "list_agents")).json()) as RpcAnswer;
    expect(answer.error).toMatchObject({ code: -32602, message: expect.stringContaining("Unknown tool") });
    expect((await page.goto(instancePage))?.status()).toBe(404);
    await host.close();
  });

  async function readResult(token: string): Promise<NonNullable<RpcAnswer["result"]>> {
    const response = await callTool(token, "list_agents");
    expect(response.status).toBe(200);
    const { result } = (await response.json()) as RpcAnswer;
    if (!result) throw new Error("the call has no result");
    return result;
  }
});

test.describe("what is refused", () => {
  test.use({ person: PEOPLE.owner });

  test("a wrong key: says which check failed and why, keeps all that was typed but the key", async ({
    page,
  }) => {
    await tryInstance(page, "acme", { name: "Second", key: "trinity_mcp_this-is-no-key-of-the-sample" });
    const rows = page.getByRole("alert", { name: "Test" }).getByRole("listitem");
    await expect(rows).toHaveText([
      /Refuses a call without a key.*Passed/,
      /Accepts the key.*Failed.*It refused the key.*Copy the key again/,
      /Lists its tools.*Not tried/,
    ]);
    await expect(page.getByLabel("Name", { exact: true })).toHaveValue("Second");
    await expect(page.getByLabel("MCP address")).toHaveValue(findSample().url);
    await expect(page.getByLabel("Backend address")).toHaveValue(findSample().apiUrl);
    await expect(page.getByLabel("Key", { exact: true })).toHaveValue("");
    await page.goto("/o/acme/instances");
    await expect(page.getByRole("rowheader")).toHaveText(["Acme Trinity"]);
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
      await expect(page.getByRole("alert", { name: "Test" })).toContainText("It answered without any key");
      // The key was never sent to a place that takes everybody.
      expect(calls.filter((header) => header !== undefined)).toEqual([]);
    } finally {
      open.close();
    }
  });

  for (const url of [
    `${ORIGIN}/api/mcp`,
    "http://169.254.169.254/mcp",
    "http://127.0.0.1:5432/mcp",
    "ftp://trinity.example.com/mcp",
    "nothing",
  ]) {
    test(`the address ${url}`, async ({ page }) => {
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
    await expect(summary.getByRole("link")).toHaveCount(3);
    await summary.getByRole("link", { name: /at least 8/ }).click();
    await expect(page.getByLabel("Key", { exact: true })).toBeFocused();
    await expect(page.getByLabel("Key", { exact: true })).toHaveAccessibleDescription(/at least 8/);
  });
});

test("a system key is used only once an owner confirms it; a second instance's tools carry its name", async ({
  openAs,
}) => {
  const page = await openAs(PEOPLE.owner);
  const name = `Second ${unique()}`;
  const key = findSample().keyOf("system");
  await tryInstance(page, "acme", { name, key });
  await expect(page.getByRole("alert", { name: "Test" })).toContainText("This is a system key");
  await page.getByLabel("Key", { exact: true }).fill(key);
  await page.getByLabel("Use this system key anyway").check();
  await page.getByRole("button", { name: "Test and add instance" }).click();
  await expect(page.getByText("The instance passed all three checks and is stored")).toBeVisible();
  await expect(page.getByText(/^System key/)).toBeVisible();
  await approveTools(page);

  const host = await connect(await openAs(PEOPLE.member));
  const { access_token: token } = host.tokens();
  const prefix = name.toLowerCase().replace(" ", "_");
  const names = await listNames(token);
  expect(names).toContain("list_agents");
  const second = names.find((one) => one.startsWith(prefix) && one.endsWith("list_agents")) ?? "none";
  // A system key sees what a person's does not: the call went to the second instance with its own key.
  expect(await (await callTool(token, second)).text()).toContain("payroll-clerk");
  await confirm(page, "Remove instance", `Remove ${name}`);
  await expect(page.getByText("The instance is removed")).toBeVisible();
  expect(await listNames(token)).not.toContain(second);
  await host.close();
});

test.describe("who may see and change instances", () => {
  test("a member: told what is missing and who can give it; no link leads there", async ({ openAs }) => {
    const page = await openAs(PEOPLE.member);
    await page.goto("/o/acme");
    await expect(page.getByRole("link", { name: "Instances" })).toHaveCount(0);
    await page.goto("/o/acme/instances");
    await expect(
      page.getByText("Your role does not let you see this organisation’s Trinity instances"),
    ).toBeVisible();
    await expect(page.getByText(/Ask Ada\./)).toBeVisible();
    await expect(page.getByText("Acme Trinity")).toHaveCount(0);
    await page.goto("/o/acme/instances/new");
    await expect(page.getByText("Your role does not let you add Trinity instances")).toBeVisible();
    await expect(page.getByLabel("Key", { exact: true })).toHaveCount(0);
  });

  test("an auditor: sees all, changes nothing", async ({ openAs }) => {
    const page = await openAs(PEOPLE.auditor);
    await page.goto("/o/acme/instances");
    await expect(page.getByRole("link", { name: "Add instance" })).toHaveCount(0);
    await page.getByRole("link", { name: "Acme Trinity" }).click();
    await expect(page.getByText("Only owners and admins can change this.")).toBeVisible();
    await expect(page.getByRole("main").getByRole("button")).toHaveCount(0);
    await expect(page.getByRole("row").filter({ hasText: "list_agents" })).toContainText("On");
    await page.goto("/o/acme/instances/new");
    await expect(page.getByText("Your role does not let you add Trinity instances")).toBeVisible();
  });
});
