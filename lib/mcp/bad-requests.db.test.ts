import { describe, expect, test } from "vitest";
import { inTenant } from "#lib/platform/db/in-tenant.ts";
import { CLAUDE } from "#lib/testing/drive-oauth.ts";
import { mintGrantWithToken } from "#lib/testing/mint.ts";
import { META, toModernHeaders } from "#lib/testing/open-gateway.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import { useGateway } from "#lib/testing/use-gateway.ts";

useDatabase();
const scene = useGateway();

const CALL = { name: "list_agents", arguments: {} };
const MODERN = { "mcp-protocol-version": "2026-07-28" };
const VERSION = "io.modelcontextprotocol/protocolVersion";
const CAPABILITIES = "io.modelcontextprotocol/clientCapabilities";

type Sent = { method?: string; params?: object; headers?: Record<string, string>; token?: string };

/** A request exactly as given, with an id of its own; its status and what its error says. */
async function send({ method = "tools/list", params, headers = {}, token = scene.token }: Sent) {
  const response = await scene.gateway.send({
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${token}`, ...headers },
    body: JSON.stringify({ jsonrpc: "2.0", id: "q", method, ...(params && { params }) }),
  });
  const { id, error } = (await response.json()) as { id: unknown; error?: { code: number; data?: unknown } };
  return { status: response.status, code: error?.code, id, ...(error?.data ? { data: error.data } : {}) };
}

const modern = (method: string, params: object = {}): Sent => ({
  method,
  params: { ...params, _meta: META },
  headers: toModernHeaders(method, params as never),
});
const without = (member: string) =>
  Object.fromEntries(Object.entries(META).filter(([name]) => name !== member));

describe("2026-07-28: the status and the code of each bad request", () => {
  test.each<[string, Sent, number, number]>([
    ["no claim in the body", { headers: { ...MODERN, "mcp-method": "tools/list" } }, 400, -32602],
    [
      "no version in _meta",
      { params: { _meta: without(VERSION) }, headers: { ...MODERN, "mcp-method": "tools/list" } },
      400,
      -32602,
    ],
    [
      "no capabilities in _meta",
      { params: { _meta: without(CAPABILITIES) }, headers: { ...MODERN, "mcp-method": "tools/list" } },
      400,
      -32602,
    ],
    [
      "capabilities that are no object",
      {
        params: { _meta: { ...META, [CAPABILITIES]: [] } },
        headers: { ...MODERN, "mcp-method": "tools/list" },
      },
      400,
      -32602,
    ],
    [
      "a version that is no text",
      { params: { _meta: { ...META, [VERSION]: 1 } }, headers: MODERN },
      400,
      -32602,
    ],
    ["no version header", { ...modern("tools/list"), headers: { "mcp-method": "tools/list" } }, 400, -32020],
    [
      "an older version header",
      { ...modern("tools/list"), headers: { "mcp-protocol-version": "2025-11-25" } },
      400,
      -32020,
    ],
    [
      "a method in another case",
      { ...modern("tools/list"), headers: { ...MODERN, "mcp-method": "Tools/List" } },
      400,
      -32020,
    ],
    ["an unknown method", modern("no/such"), 404, -32601],
    ["a method without a name", modern("tools"), 404, -32601],
    ["one of Object's", modern("__proto__"), 404, -32601],
    ["initialize", modern("initialize"), 404, -32601],
    ["ping", modern("ping"), 404, -32601],
    ["logging/setLevel", modern("logging/setLevel"), 404, -32601],
    ["resources/subscribe", modern("resources/subscribe", { uri: "a://b" }), 404, -32601],
    ["resources/unsubscribe", modern("resources/unsubscribe", { uri: "a://b" }), 404, -32601],
    ["tasks/get", modern("tasks/get"), 404, -32601],
    ["a tool that is no text", { ...modern("tools/call"), params: { name: 1, _meta: META } }, 400, -32020],
    ["arguments that are no object", modern("tools/call", { ...CALL, arguments: [] }), 200, -32602],
    ["an unknown tool", modern("tools/call", { name: "no_such_tool" }), 200, -32602],
    ["a cursor of nobody's", modern("tools/list", { cursor: "x" }), 200, -32602],
  ])("%s", async (_name, sent, status, code) => {
    expect(await send(sent)).toMatchObject({ status, code, id: "q" });
  });

  test("a version nobody speaks names those we do", async () => {
    const meta = { ...META, [VERSION]: "v999" };
    const headers = { "mcp-protocol-version": "v999", "mcp-method": "tools/list" };
    expect(await send({ params: { _meta: meta }, headers })).toEqual({
      status: 400,
      code: -32022,
      id: "q",
      data: { supported: ["2026-07-28"], requested: "v999" },
    });
  });

  test.each([
    ["names in another case", { "MCP-PROTOCOL-VERSION": "2026-07-28", "MCP-Method": "tools/list" }],
    ["spaces around the values", { "mcp-protocol-version": " 2026-07-28 ", "mcp-method": "\ttools/list " }],
    ["the version twice", { "mcp-protocol-version": "2026-07-28, 2026-07-28", "mcp-method": "tools/list" }],
    ["a session of older days", { ...MODERN, "mcp-method": "tools/list", "mcp-session-id": "x" }],
  ])("headers may have %s", async (_name, headers) => {
    expect(await send({ ...modern("tools/list"), headers })).toMatchObject({ status: 200, code: undefined });
  });
});

describe("2025-11-25 and before: the status and the code of each bad request", () => {
  test.each<[string, Sent, number, number]>([
    ["a version nobody speaks", { headers: { "mcp-protocol-version": "1999-01-01" } }, 400, -32022],
    ["two versions", { headers: { "mcp-protocol-version": "2025-06-18, 2025-11-25" } }, 400, -32022],
    ["an unknown method", { method: "no/such" }, 200, -32601],
    ["one of Object's", { method: "constructor" }, 200, -32601],
    ["server/discover", { method: "server/discover" }, 200, -32601],
    ["subscriptions/listen", { method: "subscriptions/listen" }, 200, -32601],
    ["initialize without a version", { method: "initialize", params: {} }, 200, -32602],
    ["a tool that is no text", { method: "tools/call", params: { name: 1 } }, 200, -32602],
    [
      "arguments that are no object",
      { method: "tools/call", params: { name: "list_agents", arguments: 1 } },
      200,
      -32602,
    ],
    ["an unknown tool", { method: "tools/call", params: { name: "no_such_tool" } }, 200, -32602],
    ["a cursor of nobody's", { params: { cursor: "x" } }, 200, -32602],
  ])("%s", async (_name, sent, status, code) => {
    expect(await send(sent)).toMatchObject({ status, code, id: "q" });
  });

  test.each([
    ["no version", {}],
    ["2025-03-26", { "mcp-protocol-version": "2025-03-26" }],
    ["2025-06-18", { "mcp-protocol-version": "2025-06-18" }],
    ["the version twice, as Claude Code sent it", { "mcp-protocol-version": "2025-11-25, 2025-11-25" }],
  ])("%s in the header is served", async (_name, headers) => {
    expect(await send({ headers })).toMatchObject({ status: 200, code: undefined });
  });
});

describe("the body's type", () => {
  test.each([
    "application/json",
    "Application/JSON",
    "application/json; charset=utf-8",
    'application/json;charset="UTF-8"',
    "application/json ; charset=iso-8859-1",
  ])("%s is JSON, which is UTF-8 whatever else is said (RFC 8259)", async (type) => {
    expect((await send({ headers: { "content-type": type } })).status).toBe(200);
  });

  test.each([
    "text/plain",
    "application/x-www-form-urlencoded",
    "application/jsonx",
    "application/vnd.api+json",
    "",
  ])("G30: %j is 415", async (type) => {
    expect((await send({ headers: { "content-type": type } })).status).toBe(415);
  });

  test.each(["gzip", "br", "x-unknown", "identity, gzip"])(
    "G30: encoded with %s it is 415",
    async (encoding) => {
      expect((await send({ headers: { "content-encoding": encoding } })).status).toBe(415);
    },
  );
});

describe("methods and places", () => {
  const ask = (method: string, path = "/api/mcp", headers: Record<string, string> = {}) =>
    scene.gateway.send({ method, path, headers: { authorization: `Bearer ${scene.token}`, ...headers } });

  test.each([
    ["GET", 405],
    ["HEAD", 405],
    ["DELETE", 405],
    ["PATCH", 405],
  ])("G32: %s is %i with Allow and no body", async (method, status) => {
    const response = await ask(method);
    expect([response.status, await response.text()]).toEqual([status, ""]);
    expect(response.headers.get("allow")).toContain("POST");
  });

  test("OPTIONS says what there is", async () => {
    const response = await ask("OPTIONS");
    expect([response.status, response.headers.get("allow")]).toEqual([204, "POST, GET, DELETE, OPTIONS"]);
  });

  test.each(["/", "/api/mcp", "/api/mcp/"])("%s is the shared address", async (path) => {
    const response = await scene.gateway.modern("tools/list", {}, { token: scene.token, path });
    expect(response.status).toBe(200);
  });

  test("an organisation's address may end in a slash", async () => {
    const path = `/api/mcp/${scene.tenant.address}`;
    for (const place of [path, `${path}/`]) {
      const response = await scene.gateway.modern("tools/list", {}, { token: scene.token, path: place });
      expect(response.status).toBe(200);
    }
  });
});

describe("the header of 2025-11-25 over a body of 2026-07-28", () => {
  const mixed = modern("tools/call", CALL);
  const headers = { "mcp-protocol-version": "2025-11-25" };

  async function connectAs(clientId: string): Promise<string> {
    const { grantId, token } = await mintGrantWithToken(scene.member, { groups: ["agents.read"] });
    const { tenantId } = scene.tenant;
    await inTenant(tenantId, (tx) =>
      tx.grant.updateMany({ where: { tenantId, id: grantId }, data: { clientId } }),
    );
    return token;
  }

  test.each([{}, { "mcp-method": "tools/call", "mcp-name": "list_agents" }])(
    "is served to Claude, as 2026-07-28, with %j",
    async (more) => {
      const token = await connectAs(CLAUDE);
      const before = scene.fake.count("tools/call");
      const sent = { ...mixed, headers: { ...headers, ...more }, token };
      expect(await send(sent)).toMatchObject({ status: 200, code: undefined });
      expect(scene.fake.count("tools/call")).toBe(before + 1);
    },
  );

  test.each(["Claude-User", "claude-code/2.1.267 (cli)"])(
    "is served to %s, however it registered",
    async (agent) => {
      const sent = { ...mixed, headers: { ...headers, "user-agent": agent } };
      expect(await send(sent)).toMatchObject({ status: 200, code: undefined });
    },
  );

  test("is refused from anybody else", async () => {
    expect(await send({ ...mixed, headers })).toMatchObject({ status: 400, code: -32020 });
  });

  test("G09: even from Claude another disagreement is refused", async () => {
    const token = await connectAs(CLAUDE);
    for (const more of [
      { "mcp-name": "list_tags" },
      { "mcp-method": "tools/list" },
      { "mcp-protocol-version": "2025-06-18" },
    ]) {
      const sent = { ...mixed, headers: { ...headers, ...more }, token };
      expect(await send(sent)).toMatchObject({ status: 400, code: -32020 });
    }
  });
});
