import { randomBytes } from "node:crypto";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { mintGrantWithToken, mintTenant } from "#lib/testing/mint.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import { useGateway } from "#lib/testing/use-gateway.ts";

useDatabase();
const scene = useGateway();

const PRM = 'resource_metadata="http://localhost:3000/.well-known/oauth-protected-resource/api/mcp"';

const errorOf = async (response: Response) => {
  const { error } = (await response.json()) as { error: { code: number; data?: { supported: string[] } } };
  return { status: response.status, code: error.code, ...(error.data ? { data: error.data } : {}) };
};
const raw = (body: BodyInit, headers: Record<string, string> = {}) =>
  scene.gateway.send({
    method: "POST",
    body,
    headers: { "content-type": "application/json", authorization: `Bearer ${scene.token}`, ...headers },
  });

describe("the token comes before everything", () => {
  test.each([
    ["POST", { accept: "application/json, text/event-stream" }, "{"],
    ["POST", { "content-encoding": "gzip" }, "[]"],
    ["GET", { accept: "*/*", "mcp-protocol-version": "2024-11-05" }, undefined],
    ["DELETE", {}, undefined],
    ["OPTIONS", { origin: "https://evil.example" }, undefined],
  ])(
    "G01: %s with %j and no token is 401 with metadata and scope and no error",
    async (method, headers, body) => {
      const response = await scene.gateway.send({ method, headers, ...(body === undefined ? {} : { body }) });
      const header = response.headers.get("www-authenticate") ?? "";
      expect(response.status).toBe(401);
      expect(header).toContain(PRM);
      expect(header).toMatch(/scope="[a-z. ]+"/);
      expect(header).not.toContain("error");
      expect(response.headers.get("cache-control")).toBe("no-store");
    },
  );

  test.each([
    ["garbage", async () => "tcat_nonsense"],
    ["another scheme's", async () => randomBytes(32).toString("hex")],
    [
      "an expired",
      async () => (await mintGrantWithToken(scene.member, { groups: [], expiresInMs: -1 })).token,
    ],
  ])("G02: %s token is 401 invalid_token", async (_name, make) => {
    const response = await scene.gateway.modern("tools/list", {}, { token: await make() });
    expect(response.status).toBe(401);
    expect(response.headers.get("www-authenticate")).toContain('error="invalid_token"');
  });

  test("G03: a token of another resource, of another address or for no address of ours is 401", async () => {
    const foreign = await mintGrantWithToken(scene.member, {
      groups: [],
      resource: "https://elsewhere.example/api/mcp",
    });
    const own = await mintGrantWithToken(scene.member, {
      groups: ["agents.read"],
      resource: `http://localhost:3000/api/mcp/${scene.tenant.address}`,
    });
    const other = await mintTenant();
    const status = async (given: string, path: string) =>
      (await scene.gateway.modern("tools/list", {}, { token: given, path })).status;
    expect(await status(foreign.token, "/api/mcp")).toBe(401);
    expect(await status(own.token, "/api/mcp")).toBe(401);
    expect(await status(own.token, `/api/mcp/${scene.tenant.address}`)).toBe(200);
    expect(await status(own.token, `/api/mcp/${scene.tenant.address}/more`)).toBe(401);
    expect(await status(scene.token, `/api/mcp/${scene.tenant.address}`)).toBe(200);
    expect(await status(scene.token, `/api/mcp/${other.address}`)).toBe(401);
    expect(await status(scene.token, "/")).toBe(200);
  });

  test("G04: a token in the query is no token", async () => {
    const response = await scene.gateway.modern(
      "tools/list",
      {},
      { path: `/api/mcp?access_token=${scene.token}` },
    );
    expect(response.status).toBe(401);
  });
});

describe("HTTP", () => {
  test.each([
    "https://evil.example",
    "null",
    "http://localhost:3000.evil.example",
    "http://localhost.evil.example",
    "http://127.0.0.1@evil.example",
  ])("G07: origin %s is 403", async (origin) => {
    const response = await scene.gateway.modern(
      "tools/list",
      {},
      { token: scene.token, headers: { origin } },
    );
    expect(response.status).toBe(403);
  });

  test.each(["http://localhost:3000", "http://localhost:6274", "http://[::1]:6274"])(
    "our own origin is served, and locally every loopback one: %s",
    async (origin) => {
      const response = await scene.gateway.modern(
        "tools/list",
        {},
        { token: scene.token, headers: { origin } },
      );
      expect(response.status).toBe(200);
    },
  );

  test.each(["GET", "DELETE", "PUT"])("G32: %s with a token is 405 and names POST", async (method) => {
    const response = await scene.gateway.send({
      method,
      headers: { authorization: `Bearer ${scene.token}` },
    });
    expect([response.status, response.headers.get("allow")]).toEqual([405, "POST"]);
  });

  test("G30: a compressed body is 415", async () => {
    const response = await raw(gzipSync("{}"), { "content-encoding": "gzip" });
    expect(response.status).toBe(415);
  });

  test("a body above 4 MiB is 413, announced or not, and the next request is served", async () => {
    const big = JSON.stringify({
      jsonrpc: "2.0",
      id: 1,
      method: "ping",
      params: { pad: "x".repeat(5 << 20) },
    });
    expect(await errorOf(await raw(big))).toMatchObject({ status: 413, code: -32600 });
    const stream = new Blob([big]).stream();
    const chunked = await scene.gateway.send({
      method: "POST",
      body: stream,
      headers: { "content-type": "application/json", authorization: `Bearer ${scene.token}` },
      duplex: "half",
    } as RequestInit);
    expect(chunked.status).toBe(413);
    expect((await scene.gateway.modern("tools/list", {}, { token: scene.token })).status).toBe(200);
  });
});

describe("JSON-RPC", () => {
  test.each([
    ["{", -32700],
    ["\u{fffd}", -32700],
    [`${'{"jsonrpc":"2.0","id":1,"method":"ping"}'}x`, -32700],
    [
      `{"jsonrpc":"2.0","id":1,"method":"ping","params":{"a":${"[".repeat(5_000)}${"]".repeat(5_000)}}}`,
      -32700,
    ],
    ["null", -32600],
    ['{"id":1,"method":"ping"}', -32600],
    ['[{"jsonrpc":"2.0","id":1,"method":"ping"}]', -32600],
    ['{"jsonrpc":"2.0","id":1,"result":{}}', -32600],
    ['{"jsonrpc":"2.0","id":1,"method":"notifications/cancelled"}', -32600],
    ['{"jsonrpc":"2.0","id":1,"method":"ping","params":[]}', -32600],
    ['{"jsonrpc":"2.0","id":1.5,"method":"ping"}', -32600],
    ['{"jsonrpc":"2.0","id":null,"method":"ping"}', -32600],
    ['{"jsonrpc":"2.0","id":1152921504606846976,"method":"ping"}', -32600],
    [`{"jsonrpc":"2.0","id":"${"x".repeat(1 << 20)}","method":"ping"}`, -32600],
    ['{"jsonrpc":"2.0","id":{},"method":"ping"}', -32600],
  ])("G14, G18: %.60s is 400", async (body, code) => {
    expect(await errorOf(await raw(body))).toEqual({ status: 400, code });
  });

  test("bytes that are not UTF-8 are 400", async () => {
    expect(await errorOf(await raw(new Uint8Array([0x7b, 0xff, 0x7d])))).toEqual({
      status: 400,
      code: -32700,
    });
  });

  test.each(["__proto__", "", "0", -1, 9007199254740991])("G18: id %j is echoed exactly", async (id) => {
    const response = await scene.gateway.legacy("ping", {}, { token: scene.token, id });
    expect(await response.json()).toEqual({ jsonrpc: "2.0", id, result: {} });
  });

  test.each([
    `{"jsonrpc":"2.0","id":1,"method":"tools/list","method":"tools/call","params":{"name":"list_agents"}}`,
    `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"delete_agent","n\\u0061me":"list_agents"}}`,
    `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"list_agents","arguments":{"a":1,"a":2}}}`,
    `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"list_agents","_meta":{"a":1,"a":2}}}`,
  ])("G15: a member named twice is refused and no instance hears of it: %s", async (body) => {
    const before = scene.fake.seen.length;
    expect((await raw(body)).status).toBe(400);
    expect(scene.fake.seen).toHaveLength(before);
  });

  test("G16: __proto__ and constructor in arguments are data", async () => {
    const given = `{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}`;
    const response = await raw(
      `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"list_agents","arguments":${given}}}`,
    );
    const { result } = (await response.json()) as { result: { content: { text: string }[] } };
    expect(result.content[0]?.text).toBe(given);
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });
});
