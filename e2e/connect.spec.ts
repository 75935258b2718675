import { callTool, connect, refresh } from "./drive-app.ts";
import { expect, PEOPLE, test } from "./fixtures.ts";
import { connectHost, type Era, type Registration } from "./oauth-host.ts";
import { controlSample, MCP_URL, ORIGIN } from "./server.ts";

test.use({ person: PEOPLE.member });

const PAIRS: [Era, Registration][] = [
  ["2026-07-28", "registered"],
  ["2026-07-28", "pinned document"],
  ["2025-11-25", "registered"],
  ["2025-11-25", "pinned document"],
];

for (const [era, registration] of PAIRS) {
  test(`a ${era} host, ${registration}, connects, lists and calls`, async ({ page }) => {
    const host = await connect(page, { era, registration });
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

test("consent works without JavaScript, sign-in included", async ({ browser }) => {
  const context = await browser.newContext({
    baseURL: ORIGIN,
    javaScriptEnabled: false,
    storageState: { cookies: [], origins: [] },
  });
  const host = await connect(await context.newPage(), { email: PEOPLE.member });
  expect((await host.client.listTools()).tools.length).toBeGreaterThan(5);
  await host.close();
  await context.close();
});

test("Deny tells the app access_denied and shares nothing", async ({ page }) => {
  const connecting = connectHost(MCP_URL, { era: "2026-07-28", registration: "registered" }, async (url) => {
    await page.goto(url);
    await page.getByRole("button", { name: "Deny" }).click();
    await page.waitForURL(/\/callback/);
  });
  await expect(connecting).rejects.toThrow("access_denied");
});

test("Read only leaves other tools out, and a call to one names the group it needs", async ({ page }) => {
  const host = await connect(page, { era: "2025-11-25", preset: "Read only" });
  const names = (await host.client.listTools()).tools.map((tool) => tool.name);
  expect(names).toContain("list_agents");
  expect(names).not.toContain("create_agent");
  const refused = await callTool(host.tokens().access_token, "create_agent", { name: "x" });
  expect(refused.status).toBe(403);
  const challenge = refused.headers.get("www-authenticate") ?? "";
  expect(challenge).toContain('error="insufficient_scope"');
  const scopes = /scope="([^"]*)"/.exec(challenge)?.[1]?.split(" ");
  expect(scopes).toEqual(expect.arrayContaining(["agents.read", "agents.write"]));
  await host.close();
});

test("a cancelled call is cancelled at the instance", async ({ page }) => {
  const host = await connect(page);
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

test("a refreshed token works, and asking once more gives the same ones", async ({ page }) => {
  const host = await connect(page);
  const first = await refresh(host);
  expect(first.status).toBe(200);
  const tokens = (await first.json()) as { access_token: string; refresh_token: string };
  const again = await refresh(host);
  expect(again.status).toBe(200);
  const { access_token, refresh_token } = tokens;
  expect(await again.json()).toMatchObject({ access_token, refresh_token });
  expect((await callTool(access_token, "list_agents")).status).toBe(200);
  await host.close();
});

async function countChats(): Promise<{ started: number; cancelled: number }> {
  const { tools } = (await controlSample("calls")) as {
    tools: Record<string, { started: number; cancelled: number }>;
  };
  return tools["chat_with_agent"] ?? { started: 0, cancelled: 0 };
}
