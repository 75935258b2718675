import { connect as dial } from "node:net";
import { callTool, connect, post, type RpcAnswer } from "./drive-app.ts";
import { expect, PEOPLE, test } from "./fixtures.ts";
import type { Host } from "./oauth-host.ts";
import { expectReady, FIVE_MB, INSIDE, readPlain } from "./read-plain.ts";
import { MCP_URL, ORIGIN } from "./server.ts";

let host: Host;
let token = "";

test.use({ person: PEOPLE.member });
test.beforeEach(async ({ page }) => {
  host ??= await connect(page);
  token = host.tokens().access_token;
});
test.afterEach("the process lives, and the connection with it", async () => {
  await expectReady();
  expect((await callTool(token, "list_agents")).status).toBe(200);
});
test.afterAll(async () => host.close());

test.describe("the MCP address", () => {
  const call = (params: object) => ({ jsonrpc: "2.0", id: 7, method: "tools/call", params });
  const MESSAGES: [string, unknown, number, number][] = [
    ["malformed JSON", '{"jsonrpc": "2.0", "id": 1,', 400, -32700],
    ["nothing", "", 400, -32700],
    ["no UTF-8 text", "\0\u0001", 400, -32700],
    ["a batch", [{ jsonrpc: "2.0", id: 1, method: "tools/list" }], 400, -32600],
    ["another JSON-RPC", { jsonrpc: "1.0", id: 1, method: "tools/list" }, 400, -32600],
    ["no method", { jsonrpc: "2.0", id: 1 }, 400, -32600],
    ["params that are a list", { jsonrpc: "2.0", id: 1, method: "tools/list", params: [] }, 400, -32600],
    ["nesting without end", `${"[".repeat(100_000)}`, 400, -32700],
    ["an unknown method", { jsonrpc: "2.0", id: 7, method: "tools/destroy" }, 200, -32601],
    ["an unknown tool", call({ name: "no_such_tool", arguments: {} }), 200, -32602],
    ["a tool called __proto__", call({ name: "__proto__", arguments: {} }), 200, -32602],
    ["no tool name", call({ arguments: {} }), 200, -32602],
    ["arguments that are no object", call({ name: "list_agents", arguments: "all" }), 200, -32602],
  ];
  for (const [name, message, status, code] of MESSAGES) {
    test(`${name}: ${status} and ${code}`, async () => {
      const response = await post(token, message);
      const answer = JSON.parse(await readPlain(response)) as RpcAnswer;
      expect([response.status, answer.error?.code]).toEqual([status, code]);
      expect(answer.error?.message).toMatch(/\w{3,}/);
    });
  }

  test("a 5 MB body: 413 with a JSON-RPC error, declared or not", async () => {
    const declared = await post(token, call({ name: "list_agents", arguments: { text: FIVE_MB } }));
    expect(declared.status).toBe(413);
    expect(JSON.parse(await readPlain(declared))).toMatchObject({ error: { code: -32600 } });
    const undeclared = await fetch(MCP_URL, {
      method: "POST",
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      body: new Blob([FIVE_MB]).stream(),
      duplex: "half",
    } as RequestInit);
    expect(undeclared.status).toBe(413);
  });

  test("arguments that do not fit: a tool error the model can correct itself by", async () => {
    const response = await callTool(token, "chat_with_agent", { message: ["no", "text"] });
    expect(response.status).toBe(200);
    const { result } = JSON.parse(await readPlain(response)) as RpcAnswer;
    expect(result).toMatchObject({ isError: true });
    expect(result?.content?.[0]?.text).toContain("agent_name");
  });

  test("a token anywhere but in its header is no token", async () => {
    const list = JSON.stringify({ jsonrpc: "2.0", id: 1, method: "tools/list" });
    const inQuery = await post(undefined, list, `${MCP_URL}?access_token=${token}`);
    expect(inQuery.status).toBe(401);
    expect(inQuery.headers.get("www-authenticate")).toMatch(/^Bearer resource_metadata="/);
    const asForm = await fetch(MCP_URL, {
      method: "POST",
      body: new URLSearchParams({ access_token: token }),
    });
    expect(asForm.status).toBe(401);
    const asCookie = await fetch(MCP_URL, {
      method: "POST",
      headers: { cookie: `access_token=${token}` },
      body: list,
    });
    expect(asCookie.status).toBe(401);
  });

  test("no token, a wrong one, one for another address: 401 with the way to sign in", async () => {
    const list = { jsonrpc: "2.0", id: 1, method: "tools/list" };
    for (const [sent, url] of [
      [undefined, MCP_URL],
      ["tcat_nothing", MCP_URL],
      ["x".repeat(8_000), MCP_URL],
      [token, `${MCP_URL}/no-such-organisation`],
      [token, `${MCP_URL}/%00`],
    ] as const) {
      const response = await post(sent, list, url);
      expect([url, response.status]).toEqual([url, 401]);
      expect(response.headers.get("www-authenticate")).toContain("resource_metadata=");
      await readPlain(response);
    }
  });

  test("other methods, other types, other origins", async () => {
    const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
    for (const method of ["GET", "DELETE", "PUT"]) {
      const response = await fetch(MCP_URL, { method, headers });
      expect([method, response.status, response.headers.get("allow")]).toEqual([method, 405, "POST"]);
    }
    const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method: "tools/list" });
    const asText = await fetch(MCP_URL, {
      method: "POST",
      headers: { ...headers, "content-type": "text/plain" },
      body,
    });
    expect(asText.status).toBe(415);
    const packed = await fetch(MCP_URL, {
      method: "POST",
      headers: { ...headers, "content-encoding": "gzip" },
      body,
    });
    expect(packed.status).toBe(415);
    const foreign = await fetch(MCP_URL, {
      method: "POST",
      headers: { ...headers, origin: "https://evil.example" },
      body,
    });
    expect(foreign.status).toBe(403);
  });
});

test("pages: what does not exist is a page that says so", async ({ openAs }) => {
  const page = await openAs(PEOPLE.owner);
  for (const path of ["/nowhere", "/o/no-such-organisation", "/o/acme/instances/not-an-id"]) {
    const response = await page.goto(path);
    expect([path, response?.status()]).toEqual([path, 404]);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(/does not exist/);
  }
  await page.goto("/connect/no-such-request");
  await expect(page).toHaveURL(`${ORIGIN}/connect/expired`);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("This request is over");
});

test("consent answered without its form shares nothing", async ({ page }) => {
  const response = await page.request.post("/connect/no-such-request/answer", {
    form: { decision: "allow", org: "acme", group: "agents.read" },
    headers: { origin: ORIGIN },
  });
  expect(response.status()).toBeGreaterThanOrEqual(400);
  expect(await response.text()).not.toMatch(INSIDE);
});

test("bytes that are no HTTP, and a foreign Host", async () => {
  expect(await sendRaw("nonsense\r\n\r\n")).toMatch(/^HTTP\/1\.1 400 /);
  expect(await sendRaw("GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n")).toMatch(
    /^HTTP\/1\.1 421 /,
  );
  const forwarded = `GET /local/mailbox HTTP/1.1\r\nHost: ${new URL(ORIGIN).host}\r\nX-Forwarded-For: 8.8.8.8\r\nConnection: close\r\n\r\n`;
  expect(await sendRaw(forwarded)).toMatch(/^HTTP\/1\.1 403 /);
});

async function sendRaw(text: string): Promise<string> {
  const { port } = new URL(ORIGIN);
  const socket = dial(Number(port), "127.0.0.1");
  socket.end(text);
  let answer = "";
  for await (const chunk of socket as AsyncIterable<Buffer>) answer += chunk.toString("utf8");
  return answer;
}
