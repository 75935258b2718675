import type { Page } from "@playwright/test";
import { expect, PEOPLE, signIn, test } from "./fixtures.ts";
import { connectHost, type Era, type Registration } from "./oauth-host.ts";
import { controlSample, MCP_URL } from "./server.ts";

/** Clicks through Connect as that person, ticking what the page suggests. */
function allow(page: Page, email: string): (url: string) => Promise<void> {
  return async (url) => {
    await page.goto(url);
    if (page.url().includes("/sign-in")) await signIn(page, email);
    await page.getByRole("button", { name: /^Allow/ }).click();
    await page.waitForURL(/\/callback/);
  };
}

const PAIRS: [Era, Registration][] = [
  ["2026-07-28", "registered"],
  ["2026-07-28", "pinned document"],
  ["2025-11-25", "registered"],
  ["2025-11-25", "pinned document"],
];

for (const [era, registration] of PAIRS) {
  test(`a ${era} host, ${registration}, connects, lists and calls`, async ({ page }) => {
    const host = await connectHost(MCP_URL, { era, registration }, allow(page, PEOPLE.member));
    const { tools } = await host.client.listTools();
    const listAgents = tools.find((tool) => tool.name === "list_agents");
    expect(listAgents).toMatchObject({ title: "List agents", annotations: { readOnlyHint: true } });
    expect(tools.map((tool) => tool.name)).not.toContain("delete_agent");
    const result = await host.client.callTool({ name: "list_agents", arguments: {} });
    expect(JSON.stringify(result.content)).toContain("quote-desk");
    expect(host.tokens().refresh_token).toMatch(/^tcrt_/);
    await host.close();
  });
}

test("consent works without JavaScript", async ({ browser }) => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  const host = await connectHost(
    MCP_URL,
    { era: "2026-07-28", registration: "registered" },
    allow(page, PEOPLE.member),
  );
  expect((await host.client.listTools()).tools.length).toBeGreaterThan(5);
  await host.close();
  await context.close();
});

test("Deny tells the app access_denied and shares nothing", async ({ page }) => {
  const connecting = connectHost(MCP_URL, { era: "2026-07-28", registration: "registered" }, async (url) => {
    await page.goto(url);
    if (page.url().includes("/sign-in")) await signIn(page, PEOPLE.member);
    await page.getByRole("button", { name: "Deny" }).click();
    await page.waitForURL(/\/callback/);
  });
  await expect(connecting).rejects.toThrow("access_denied");
});

test("unticking a group leaves its tools out, and a call to one names the group it needs", async ({
  page,
}) => {
  const host = await connectHost(MCP_URL, { era: "2025-11-25", registration: "registered" }, async (url) => {
    await page.goto(url);
    if (page.url().includes("/sign-in")) await signIn(page, PEOPLE.member);
    await page.getByRole("link", { name: "Read only" }).click();
    await page.getByRole("button", { name: /^Allow/ }).click();
    await page.waitForURL(/\/callback/);
  });
  const names = (await host.client.listTools()).tools.map((tool) => tool.name);
  expect(names).toContain("list_agents");
  expect(names).not.toContain("create_agent");
  const { access_token } = host.tokens();
  const refused = await callTool(access_token, "create_agent", { name: "x" });
  expect(refused.status).toBe(403);
  const challenge = refused.headers.get("www-authenticate") ?? "";
  expect(challenge).toContain('error="insufficient_scope"');
  expect(/scope="([^"]*)"/.exec(challenge)?.[1]?.split(" ")).toContain("agents.write");
  await host.close();
});

test("a cancelled call is cancelled at the instance", async ({ page }) => {
  const host = await connectHost(
    MCP_URL,
    { era: "2026-07-28", registration: "registered" },
    allow(page, PEOPLE.member),
  );
  const before = await countChats();
  const abort = new AbortController();
  const call = host.client.callTool(
    { name: "chat_with_agent", arguments: { agent_name: "slowpoke", message: "take your time" } },
    { signal: abort.signal },
  );
  const settled = expect(call).rejects.toThrow();
  await expect.poll(async () => (await countChats()).started).toBe(before.started + 1);
  abort.abort();
  await settled;
  await expect.poll(async () => (await countChats()).cancelled).toBe(before.cancelled + 1);
  await host.close();
});

test("Disconnect makes the very next request a 401", async ({ page }) => {
  const host = await connectHost(
    MCP_URL,
    { era: "2026-07-28", registration: "registered" },
    allow(page, PEOPLE.member),
  );
  const { access_token, refresh_token } = host.tokens();
  expect((await callTool(access_token, "list_agents", {})).status).toBe(200);
  await page.goto("/me/connections");
  await page
    .getByRole("button", { name: /^Disconnect/ })
    .first()
    .click();
  await page
    .getByRole("alertdialog")
    .getByRole("button", { name: /^Disconnect/ })
    .click();
  await expect(page.getByText("Disconnected").first()).toBeVisible();
  const refused = await callTool(access_token, "list_agents", {});
  expect(refused.status).toBe(401);
  expect(refused.headers.get("www-authenticate")).toContain('error="invalid_token"');
  const refresh = await fetch(new URL("/oauth/token", MCP_URL), {
    method: "POST",
    body: new URLSearchParams({
      grant_type: "refresh_token",
      refresh_token: refresh_token ?? "",
      client_id: "any",
    }),
  });
  expect(refresh.status).toBeGreaterThanOrEqual(400);
  await host.close();
});

test("another organisation's member sees none of Acme's tools and none of its pages", async ({ page }) => {
  await page.goto("/sign-in");
  await signIn(page, `stranger-${Date.now()}@elsewhere.example`);
  await page.goto("/welcome");
  await page.getByLabel("Name").fill("Elsewhere Ltd");
  await page.getByRole("button", { name: "Create organisation" }).click();
  await page.waitForURL(/\/o\/elsewhere/);
  expect((await page.goto("/o/acme/instances"))?.status()).toBe(404);
  await page.goto("/me/connections");
  await expect(page.getByText("Acme Robotics")).toHaveCount(0);
});

async function callTool(token: string, name: string, args: object): Promise<Response> {
  return await fetch(MCP_URL, {
    method: "POST",
    headers: {
      authorization: `Bearer ${token}`,
      "content-type": "application/json",
      accept: "application/json, text/event-stream",
    },
    body: JSON.stringify({ jsonrpc: "2.0", id: 1, method: "tools/call", params: { name, arguments: args } }),
  });
}

async function countChats(): Promise<{ started: number; cancelled: number }> {
  const counts = (await controlSample("calls")) as Record<string, { started: number; cancelled: number }>;
  return counts["chat_with_agent"] ?? { started: 0, cancelled: 0 };
}
