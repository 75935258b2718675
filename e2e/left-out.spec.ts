import { createServer } from "node:http";
import type { Page } from "@playwright/test";
import { checkPage } from "./check-page.ts";
import { callTool, connect, listNames } from "./drive-app.ts";
import {
  approveTools,
  createOrganisation,
  makeFounder,
  runTest,
  toTab,
  tryInstance,
} from "./drive-console.ts";
import { expect, test } from "./fixtures.ts";
import { FAKE_INSTANCE_PORT } from "./server.ts";

const KEY = "trinity_mcp_key-of-the-careless";
const URL = `http://127.0.0.1:${FAKE_INSTANCE_PORT}/mcp`;

const tool = (name: string, changed: object = {}) =>
  JSON.stringify({ name, description: "Returns it.", inputSchema: { type: "object" }, ...changed });
const GOOD = [tool("list_agents"), tool("create_agent")];
const SCRIPT = "<script>document.title='mine'</script>";
const elsewhere = { type: "object", properties: { a: { $ref: "http://169.254.169.254/a" } } };
const HOSTILE = [
  tool("get_agent", { inputSchema: elsewhere }),
  tool("list_tags", { inputSchema: { type: "object", properties: { a: { enum: ["x".repeat(10 << 20)] } } } }),
  tool("Iist_agents"),
  tool("acme_stock", { description: "<img src=x onerror=alert(1)>" }),
  tool(SCRIPT),
  "7",
];

/** An instance that lists whatever it is told to, to whoever has its key. */
async function openCareless(): Promise<{ list: (tools: readonly string[]) => void; close: () => void }> {
  let tools: readonly string[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      if (request.headers.authorization !== `Bearer ${KEY}`) return response.writeHead(401).end();
      const { id, method } = JSON.parse(Buffer.concat(chunks).toString() || "{}") as {
        id?: number;
        method?: string;
      };
      if (id === undefined) return response.writeHead(method === undefined ? 200 : 202).end();
      const begun = {
        protocolVersion: "2025-11-25",
        capabilities: {},
        serverInfo: { name: "x", version: "1" },
      };
      const called = { content: [{ type: "text", text: "It works." }] };
      const result = JSON.stringify(method === "initialize" ? begun : called);
      response.writeHead(200, { "content-type": "application/json", "mcp-session-id": "1" });
      response.end(
        `{"jsonrpc":"2.0","id":${JSON.stringify(id)},"result":${method === "tools/list" ? `{"tools":[${tools.join(",")}]}` : result}}`,
      );
    });
  });
  await new Promise<void>((listening) => server.listen(FAKE_INSTANCE_PORT, "127.0.0.1", listening));
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  return { list: (listed) => void (tools = listed), close };
}

test.describe.serial("an instance that lists broken and hostile tools", () => {
  test.use({ person: makeFounder() });
  test.slow();
  let careless: Awaited<ReturnType<typeof openCareless>>;
  let slug = "";
  let instance = "";

  test.beforeAll(async () => {
    careless = await openCareless();
  });
  test.afterAll(() => careless.close());

  const leftOut = (page: Page) => page.getByRole("region", { name: "Tools that are left out" });
  const rowOf = (page: Page, name: string) => leftOut(page).getByRole("row").filter({ hasText: name });
  const tryCareless = async (page: Page, name: string) =>
    await tryInstance(page, slug, { name, url: URL, apiUrl: "", key: KEY });

  test("G27: passes its test, and its set-up says which are left out, why, and what to do", async ({
    page,
  }) => {
    slug = await createOrganisation(page);
    careless.list([...HOSTILE, ...GOOD]);
    await tryCareless(page, "Careless");
    await expect(page.getByRole("status", { name: "Test" })).toContainText("2 tools, 6 left out");
    instance = page.url().replace("/setup/test", "");
    await page.getByRole("link", { name: "Go on to its tools" }).click();
    await expect(page.getByRole("heading", { name: "6 tools are left out" })).toBeVisible();
    await expect(rowOf(page, "get_agent")).toContainText(
      /refers to something outside itself.*Copy what it refers to/,
    );
    await expect(rowOf(page, "list_tags")).toContainText(/larger than 128 KiB.*or split it/);
    await expect(rowOf(page, "Iist_agents")).toContainText(/reads like that of another tool/);
    await expect(rowOf(page, "acme_stock")).toContainText(/markup.*plain text/);
    await expect(rowOf(page, "Without a name")).toContainText(/not made as MCP has it/);
    await checkPage(page, "the step of the tools, with some left out");
    await page.getByRole("button", { name: "Approve these 2 tools" }).click();
    await page.waitForURL("**/setup/access");
  });

  test("J16: the pages show them as text, and beside everything else", async ({ page }) => {
    await page.goto(toTab(instance, "tools"));
    await expect(rowOf(page, SCRIPT)).toContainText("Apps do not take its name");
    await expect(page).not.toHaveTitle("mine");
    await checkPage(page, "the instance's tools, with some left out");
    await page.goto(`/o/${slug}/tools`);
    await expect(rowOf(page, "acme_stock")).toContainText("Careless");
    await expect(rowOf(page, SCRIPT)).toBeVisible();
    await expect(page.locator("main img")).toHaveCount(0);
    await checkPage(page, "all tools, with some left out");
    await rowOf(page, "acme_stock").getByRole("link", { name: "Careless" }).click();
    await expect(page).toHaveURL(toTab(instance, "tools"));
  });

  test("G27: an app has the others and none of these; a mended one waits like a new one", async ({
    page,
  }) => {
    const host = await connect(page, { preset: "All I may use" });
    const token = host.tokens().access_token;
    expect((await listNames(token)).toSorted()).toEqual(["create_agent", "list_agents"]);
    expect(await (await callTool(token, "list_agents")).text()).toContain("It works.");
    const [hidden, unknown] = await Promise.all(
      ["get_agent", "no_such_tool"].map(async (name) => (await callTool(token, name)).text()),
    );
    expect(hidden).toBe(unknown);

    careless.list([...GOOD, tool("get_agent"), ...HOSTILE.slice(3)]);
    await page.goto(instance);
    await runTest(page);
    await page.goto(toTab(instance, "tools"));
    await expect(page.getByRole("heading", { name: "3 tools are left out" })).toBeVisible();
    await expect(rowOf(page, "get_agent")).toHaveCount(0);
    await expect(page.getByRole("heading", { name: "1 tool waits for approval" })).toBeVisible();
    expect(await listNames(token)).not.toContain("get_agent");
    await approveTools(page);
    expect(await listNames(token)).toContain("get_agent");
    await host.close();
  });

  test("with nothing else on its list: its set-up says so, and leads back to the test", async ({ page }) => {
    careless.list(HOSTILE.slice(3));
    await tryCareless(page, "Only broken");
    await page.getByRole("link", { name: "Go on to its tools" }).click();
    await expect(page.getByText("None of its tools can be used.")).toBeVisible();
    await expect(leftOut(page).getByRole("row")).toHaveCount(4);
    await expect(page.getByRole("button", { name: /^Approve/ })).toHaveCount(0);
    await checkPage(page, "the step of the tools, with nothing else");
    await page.getByRole("link", { name: "Back to the test" }).click();
    await page.waitForURL("**/setup/test");
  });
});
