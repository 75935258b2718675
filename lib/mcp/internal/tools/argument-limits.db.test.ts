import { beforeAll, describe, expect, test } from "vitest";
import { setLimitAsSeen } from "#lib/testing/as-seen.ts";
import {
  type MintedTenant,
  mintGrantWithToken,
  mintMember,
  mintTenant,
  mintUpstream,
} from "#lib/testing/mint.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import { FAKE_KEY, useGateway } from "#lib/testing/use-gateway.ts";

useDatabase();
const scene = useGateway();

const TEXT = { type: "string" };
const CHAT = {
  name: "chat_with_agent",
  inputSchema: {
    type: "object",
    properties: { agent_name: { ...TEXT, "x-mcp-header": "Agent" }, message: TEXT },
    required: ["agent_name", "message"],
    additionalProperties: false,
  },
};
const SEARCH = {
  name: "search_executions",
  inputSchema: {
    type: "object",
    properties: { query: TEXT, agents: { type: "array", items: TEXT } },
    required: ["query"],
  },
};

let tenant: MintedTenant;
let token: string;
beforeAll(async () => {
  tenant = await mintTenant();
  const admin = await mintMember(tenant, "admin");
  await mintUpstream(tenant, { url: scene.fake.url, key: FAKE_KEY, tools: [CHAT, SEARCH] });
  const member = await mintMember(tenant, "member");
  ({ token } = await mintGrantWithToken(member, { groups: ["chat.external", "runs.read"] }));
  const one = { role: "member", tool: "chat_with_agent", argument: "agent_name", allowed: ["quote-desk"] };
  await setLimitAsSeen(admin, one);
  const several = { ...one, tool: "search_executions", argument: "agents", allowed: ["quote-desk", "sales"] };
  await setLimitAsSeen(admin, several);
});

type Answer = {
  result?: {
    isError?: boolean;
    content: { text: string }[];
    tools: { name: string; inputSchema: unknown }[];
  };
};

describe.each(["modern", "legacy"] as const)("in the %s era", (era) => {
  const ask = async (method: string, params: Record<string, unknown>, headers = {}) => {
    const response = await scene.gateway[era](method, params, { token, id: 1, headers });
    return (await response.json()) as Answer;
  };

  test("the model sees no argument that can be one thing only, and an enum of one that can be several", async () => {
    const { result } = await ask("tools/list", {});
    const schemas = Object.fromEntries(
      (result?.tools ?? []).map(({ name, inputSchema }) => [name, inputSchema]),
    );
    expect(schemas).toEqual({
      chat_with_agent: {
        type: "object",
        properties: { message: TEXT },
        required: ["message"],
        additionalProperties: false,
      },
      search_executions: {
        type: "object",
        properties: {
          query: TEXT,
          agents: { type: "array", items: { ...TEXT, enum: ["quote-desk", "sales"] }, minItems: 1 },
        },
        required: ["query", "agents"],
      },
    });
  });

  test("what it was not shown is filled in", async () => {
    const { result } = await ask("tools/call", { name: "chat_with_agent", arguments: { message: "hi" } });
    expect(result?.content[0]?.text).toBe('{"message":"hi","agent_name":"quote-desk"}');
  });

  test.each([
    ["another agent", "chat_with_agent", { agent_name: "root", message: "hi" }],
    ["another spelling", "chat_with_agent", { agentName: "root", message: "hi" }],
    ["a list of which one is not allowed", "search_executions", { query: "x", agents: ["sales", "root"] }],
    ["a list that is not there, which would mean all", "search_executions", { query: "x" }],
    ["a string for a list", "search_executions", { query: "x", agents: "root" }],
  ])("%s is refused in words, and nothing is sent", async (_case, name, args) => {
    const before = scene.fake.count("tools/call");
    const header = "agent_name" in args ? { "mcp-param-agent": String(args.agent_name) } : {};
    const { result } = await ask("tools/call", { name, arguments: args }, header);
    expect(result?.isError).toBe(true);
    const text = result?.content[0]?.text ?? "";
    expect(text).toMatch(/^Your organisation allows only certain values of "agent(s|_name)" in this tool/);
    expect(text).toContain("Nothing was done.");
    expect(text).toContain(
      "An owner or admin of your organisation can change that. What this app was allowed is at http://localhost:3000/me/connections.",
    );
    expect(text).not.toContain("root");
    expect(scene.fake.count("tools/call")).toBe(before);
  });

  test("what is allowed goes through as it came", async () => {
    const args = { query: "x", agents: ["sales", "quote-desk"] };
    const { result } = await ask("tools/call", { name: "search_executions", arguments: args });
    expect(result?.content[0]?.text).toBe(JSON.stringify(args));
  });
});
