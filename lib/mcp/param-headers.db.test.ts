import { describe, expect, test } from "vitest";
import { mintGrantWithToken, mintMember, mintTenant, mintUpstream } from "#lib/testing/mint.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import { FAKE_KEY, useGateway } from "#lib/testing/use-gateway.ts";

useDatabase();
const scene = useGateway();

const REGION = { type: "string", "x-mcp-header": "Region" };
const LIMIT = { type: "integer", "x-mcp-header": "Limit" };
const toolWith = (name: string, properties: object) => ({
  name,
  inputSchema: { type: "object", properties },
});

/** A connection to the same instance, whose tools are described like this. */
async function connectTo(...tools: ReturnType<typeof toolWith>[]): Promise<string> {
  const tenant = await mintTenant();
  await mintUpstream(tenant, { url: scene.fake.url, key: FAKE_KEY, tools });
  const member = await mintMember(tenant, "member");
  return (await mintGrantWithToken(member, { groups: ["agents.read"] })).token;
}

const callWith = async (token: string, given: object, headers: Record<string, string>) => {
  const before = scene.fake.count("tools/call");
  const params = { name: "list_agents", arguments: given };
  const response = await scene.gateway.modern("tools/call", params, { token, headers });
  const { error } = (await response.json()) as { error?: { code: number } };
  const calls = scene.fake.count("tools/call") - before;
  return { status: response.status, code: error?.code, calls };
};
const PASSED = { status: 200, code: undefined, calls: 1 };
const REFUSED = { status: 400, code: -32020, calls: 0 };

describe("Mcp-Param headers", () => {
  test.each([
    ["the same value", { region: "eu" }, { "mcp-param-region": "eu" }, PASSED],
    [
      "the same value in Base64",
      { region: "Zürich" },
      { "mcp-param-region": "=?base64?WsO8cmljaA==?=" },
      PASSED,
    ],
    ["an equal integer", { limit: 42 }, { "mcp-param-limit": "42.0" }, PASSED],
    ["no header for null", { region: null }, {}, PASSED],
    ["no header for what is absent", {}, {}, PASSED],
    ["a header the tool does not know", {}, { "mcp-param-other": "x" }, PASSED],
    ["another value", { region: "eu" }, { "mcp-param-region": "us" }, REFUSED],
    ["no header", { region: "eu" }, {}, REFUSED],
    ["broken Base64", { region: "Hello" }, { "mcp-param-region": "=?base64?SGVsbG8?=" }, REFUSED],
    ["another integer", { limit: 42 }, { "mcp-param-limit": "43" }, REFUSED],
    ["an unknown header that is malformed", {}, { "mcp-param-other": "=?base64?!?=" }, REFUSED],
    ["an unknown header beyond ASCII", {}, { "mcp-param-other": "\u00fc" }, REFUSED],
  ])("G09: with %s", async (_name, given, headers, expected) => {
    const token = await connectTo(toolWith("list_agents", { region: REGION, limit: LIMIT }));
    expect(await callWith(token, given, headers)).toEqual(expected);
  });

  test("are not expected of the older revisions", async () => {
    const token = await connectTo(toolWith("list_agents", { region: REGION }));
    const call = { name: "list_agents", arguments: { region: "eu" } };
    const response = await scene.gateway.legacy("tools/call", call, { token, id: 1 });
    expect(await response.json()).toHaveProperty("result.content");
  });

  test("G27: a tool whose annotation is not valid is no tool, in any revision; the others work", async () => {
    const token = await connectTo(
      toolWith("list_agents", { region: { ...REGION, "x-mcp-header": "Region\r\nX-Evil: 1" } }),
      toolWith("list_tags", { a: REGION, b: { ...REGION, "x-mcp-header": "region" } }),
      toolWith("get_agent", { region: REGION }),
    );
    const lists = [
      await scene.gateway.modern("tools/list", {}, { token }),
      await scene.gateway.legacy("tools/list", {}, { token, id: 1 }),
    ];
    for (const list of lists) {
      const { result } = (await list.json()) as { result: { tools: { name: string }[] } };
      expect(result.tools.map(({ name }) => name)).toEqual(["get_agent"]);
    }
    expect(await callWith(token, {}, {})).toEqual({ status: 200, code: -32602, calls: 0 });
    const call = { name: "get_agent", arguments: {} };
    expect((await scene.gateway.modern("tools/call", call, { token })).status).toBe(200);
  });
});
