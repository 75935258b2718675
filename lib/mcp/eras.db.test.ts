import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { mintGrantWithToken, mintMember, mintTenant, mintUpstream } from "#lib/testing/mint.ts";
import { type FakeUpstream, openFakeUpstream } from "#lib/testing/open-fake-upstream.ts";
import { allowOutbound, type Gateway, openGateway, toModernHeaders } from "#lib/testing/open-gateway.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import { closeSessions } from "#lib/upstreams/lease-session.ts";

useDatabase();

const CALL = { name: "list_agents", arguments: {} };

let fake: FakeUpstream;
let gateway: Gateway;
let token: string;

beforeAll(async () => {
  fake = await openFakeUpstream();
  gateway = await openGateway();
  allowOutbound(fake.url);
  const tenant = await mintTenant();
  const member = await mintMember(tenant, "member");
  await mintUpstream(tenant, {
    url: fake.url,
    key: "trinity_mcp_key-of-the-fake",
    tools: ["list_agents", "list_tags"],
  });
  token = (await mintGrantWithToken(member, { groups: ["agents.read"] })).token;
});
afterAll(async () => {
  await closeSessions();
  await gateway.close();
  await fake.close();
});

const errorOf = async (response: Response) => {
  const { error } = (await response.json()) as { error: { code: number; data?: { supported: string[] } } };
  return { status: response.status, code: error.code, ...(error.data ? { data: error.data } : {}) };
};
const raw = (body: BodyInit, headers: Record<string, string> = {}) =>
  gateway.send({
    method: "POST",
    body,
    headers: { "content-type": "application/json", authorization: `Bearer ${token}`, ...headers },
  });

describe("eras", () => {
  test("initialize and server/discover do not touch the instance", async () => {
    const before = fake.seen.length;
    const asked = {
      protocolVersion: "2025-06-18",
      capabilities: {},
      clientInfo: { name: "x", version: "1" },
    };
    const old = await gateway.legacy("initialize", asked, { token, id: 0 });
    expect(await old.json()).toMatchObject({
      id: 0,
      result: { protocolVersion: "2025-06-18", capabilities: { tools: {} } },
    });
    expect(old.headers.get("mcp-session-id")).toBeNull();
    const nonsense = await gateway.legacy(
      "initialize",
      { ...asked, protocolVersion: "1.0" },
      { token, id: 0 },
    );
    expect(await nonsense.json()).toMatchObject({ result: { protocolVersion: "2025-11-25" } });
    const discovered = await gateway.modern("server/discover", {}, { token, id: "d" });
    expect(await discovered.json()).toMatchObject({
      id: "d",
      result: {
        resultType: "complete",
        supportedVersions: ["2026-07-28"],
        cacheScope: "private",
        ttlMs: 300_000,
      },
    });
    expect(fake.seen.length).toBe(before);
  });

  test("notifications are taken with 202 and no body", async () => {
    const response = await gateway.legacy("notifications/initialized", {}, { token });
    expect([response.status, await response.text()]).toEqual([202, ""]);
  });

  test("an unknown method is -32601, and HTTP 404 in the new revision alone", async () => {
    expect(await errorOf(await gateway.modern("ping", {}, { token }))).toEqual({ status: 404, code: -32601 });
    expect(await errorOf(await gateway.modern("initialize", {}, { token }))).toEqual({
      status: 404,
      code: -32601,
    });
    expect(await errorOf(await gateway.legacy("prompts/list", {}, { token, id: 1 }))).toEqual({
      status: 200,
      code: -32601,
    });
  });

  test("a cursor we never gave out is -32602", async () => {
    expect(await errorOf(await gateway.modern("tools/list", { cursor: "x" }, { token }))).toEqual({
      status: 200,
      code: -32602,
    });
  });

  test.each([
    ["G09: another tool in Mcp-Name", { "mcp-name": "list_tags" }],
    ["G10: another tool in Mcp-Name, in Base64", { "mcp-name": "=?base64?bGlzdF90YWdz?=" }],
    ["G10: malformed Base64 in Mcp-Name", { "mcp-name": "=?base64?%%%?=" }],
    ["G11: another method in Mcp-Method", { "mcp-method": "tools/list" }],
    ["another version in the header", { "mcp-protocol-version": "2025-11-25" }],
  ])("%s is 400 -32020 and the instance sees nothing", async (_name, headers) => {
    const before = fake.seen.length;
    const response = await gateway.modern("tools/call", CALL, { token, headers });
    expect(await errorOf(response)).toEqual({ status: 400, code: -32020 });
    expect(fake.seen.length).toBe(before);
  });

  test.each(["mcp-protocol-version", "mcp-method", "mcp-name"])(
    "G11: without %s it is 400 -32020",
    async (missing) => {
      const { [missing]: _gone, ...headers } = toModernHeaders("tools/call", CALL);
      const meta = {
        "io.modelcontextprotocol/protocolVersion": "2026-07-28",
        "io.modelcontextprotocol/clientCapabilities": {},
      };
      const body = { jsonrpc: "2.0", id: 1, method: "tools/call", params: { ...CALL, _meta: meta } };
      expect(await errorOf(await raw(JSON.stringify(body), headers))).toEqual({ status: 400, code: -32020 });
    },
  );

  test("the Base64 form of the right name is accepted", async () => {
    const headers = { "mcp-name": `=?base64?${Buffer.from("list_agents").toString("base64")}?=` };
    expect((await gateway.modern("tools/call", CALL, { token, headers })).status).toBe(200);
  });

  test("G12: an unknown version is 400 -32022 with those we speak", async () => {
    const response = await gateway.modern(
      "tools/list",
      { _meta: { "io.modelcontextprotocol/protocolVersion": "2099-01-01" } },
      { token, headers: { "mcp-protocol-version": "2099-01-01" } },
    );
    expect(await errorOf(response)).toEqual({
      status: 400,
      code: -32022,
      data: { supported: ["2026-07-28"], requested: "2099-01-01" },
    });
    const old = await gateway.legacy(
      "ping",
      {},
      { token, id: 1, headers: { "mcp-protocol-version": "1999-01-01" } },
    );
    expect((await errorOf(old)).status).toBe(400);
  });

  test("the new version in the header without the claim in the body is 400 -32602", async () => {
    const headers = toModernHeaders("tools/list", {});
    expect(await errorOf(await gateway.legacy("tools/list", {}, { token, id: 1, headers }))).toEqual({
      status: 400,
      code: -32602,
    });
  });
});
