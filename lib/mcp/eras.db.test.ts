import { describe, expect, test } from "vitest";
import { toModernHeaders } from "#lib/testing/open-gateway.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import { useGateway } from "#lib/testing/use-gateway.ts";

useDatabase();
const scene = useGateway();

const CALL = { name: "list_agents", arguments: {} };

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

describe("eras", () => {
  test("initialize and server/discover do not touch the instance", async () => {
    const before = scene.fake.seen.length;
    const asked = {
      protocolVersion: "2025-06-18",
      capabilities: {},
      clientInfo: { name: "x", version: "1" },
    };
    const old = await scene.gateway.legacy("initialize", asked, { token: scene.token, id: 0 });
    expect(await old.json()).toMatchObject({
      id: 0,
      result: { protocolVersion: "2025-06-18", capabilities: { tools: {} } },
    });
    expect(old.headers.get("mcp-session-id")).not.toBeNull();
    const nonsense = await scene.gateway.legacy(
      "initialize",
      { ...asked, protocolVersion: "1.0" },
      { token: scene.token, id: 0 },
    );
    expect(await nonsense.json()).toMatchObject({ result: { protocolVersion: "2025-11-25" } });
    const discovered = await scene.gateway.modern("server/discover", {}, { token: scene.token, id: "d" });
    expect(await discovered.json()).toMatchObject({
      id: "d",
      result: {
        resultType: "complete",
        supportedVersions: ["2026-07-28"],
        cacheScope: "private",
        ttlMs: 300_000,
      },
    });
    expect(scene.fake.seen.length).toBe(before);
  });

  test("notifications are taken with 202 and no body", async () => {
    const response = await scene.gateway.legacy("notifications/initialized", {}, { token: scene.token });
    expect([response.status, await response.text()]).toEqual([202, ""]);
  });

  test("an unknown method is -32601, and HTTP 404 in the new revision alone", async () => {
    expect(await errorOf(await scene.gateway.modern("ping", {}, { token: scene.token }))).toEqual({
      status: 404,
      code: -32601,
    });
    expect(await errorOf(await scene.gateway.modern("initialize", {}, { token: scene.token }))).toEqual({
      status: 404,
      code: -32601,
    });
    expect(
      await errorOf(await scene.gateway.legacy("roots/list", {}, { token: scene.token, id: 1 })),
    ).toEqual({
      status: 200,
      code: -32601,
    });
  });

  test("a cursor we never gave out is -32602", async () => {
    expect(
      await errorOf(await scene.gateway.modern("tools/list", { cursor: "x" }, { token: scene.token })),
    ).toEqual({
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
    const before = scene.fake.seen.length;
    const response = await scene.gateway.modern("tools/call", CALL, { token: scene.token, headers });
    expect(await errorOf(response)).toEqual({ status: 400, code: -32020 });
    expect(scene.fake.seen.length).toBe(before);
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
    expect((await scene.gateway.modern("tools/call", CALL, { token: scene.token, headers })).status).toBe(
      200,
    );
  });

  test("G12: an unknown version is 400 -32022 with those we speak", async () => {
    const response = await scene.gateway.modern(
      "tools/list",
      { _meta: { "io.modelcontextprotocol/protocolVersion": "2099-01-01" } },
      { token: scene.token, headers: { "mcp-protocol-version": "2099-01-01" } },
    );
    expect(await errorOf(response)).toEqual({
      status: 400,
      code: -32022,
      data: { supported: ["2026-07-28"], requested: "2099-01-01" },
    });
    const old = await scene.gateway.legacy(
      "ping",
      {},
      { token: scene.token, id: 1, headers: { "mcp-protocol-version": "1999-01-01" } },
    );
    expect((await errorOf(old)).status).toBe(400);
  });

  test("the new version in the header without the claim in the body is 400 -32602", async () => {
    const headers = toModernHeaders("tools/list", {});
    expect(
      await errorOf(await scene.gateway.legacy("tools/list", {}, { token: scene.token, id: 1, headers })),
    ).toEqual({
      status: 400,
      code: -32602,
    });
  });
});
