import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { mintGrantWithToken, mintMember, mintTenant, mintUpstream } from "#lib/testing/mint.ts";
import { type FakeUpstream, openFakeUpstream } from "#lib/testing/open-fake-upstream.ts";
import { allowOutbound, type Gateway, openGateway, toModernHeaders } from "#lib/testing/open-gateway.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import { closeSessions } from "#lib/upstreams/lease-session.ts";
import { GET, POST } from "./[[...address]]/route.ts";

useDatabase();

let fake: FakeUpstream;
let gateway: Gateway;
let address: string;
let token: string;

beforeAll(async () => {
  fake = await openFakeUpstream();
  gateway = await openGateway();
  allowOutbound(fake.url);
  const tenant = await mintTenant();
  address = tenant.address;
  const member = await mintMember(tenant, "member");
  await mintUpstream(tenant, {
    url: fake.url,
    key: "trinity_mcp_key",
    tools: ["list_agents", "delete_agent"],
  });
  token = (await mintGrantWithToken(member, { groups: ["agents.read"] })).token;
});
afterAll(async () => {
  await closeSessions();
  await gateway.close();
  await fake.close();
});

const NEXT = { GET, POST };
type Case = {
  method: keyof typeof NEXT;
  path?: () => string;
  headers?: () => Record<string, string>;
  body?: string;
};

const bearer = () => ({ authorization: `Bearer ${token}`, "content-type": "application/json" });
const META = {
  "io.modelcontextprotocol/protocolVersion": "2026-07-28",
  "io.modelcontextprotocol/clientCapabilities": {},
};
const modern = (method: string, params: Record<string, unknown>): Case => ({
  method: "POST",
  headers: () => ({ ...bearer(), ...toModernHeaders(method, params) }),
  body: JSON.stringify({ jsonrpc: "2.0", id: "p", method, params: { ...params, _meta: META } }),
});
const legacy = (method: string, params: Record<string, unknown>): Case => ({
  method: "POST",
  headers: bearer,
  body: JSON.stringify({ jsonrpc: "2.0", id: 0, method, params }),
});

const CASES: [string, number, Case][] = [
  ["no token", 401, { method: "GET", headers: () => ({ accept: "*/*" }) }],
  [
    "a bad token at an organisation's address",
    401,
    {
      ...legacy("ping", {}),
      path: () => `/api/mcp/${address}`,
      headers: () => ({ authorization: "Bearer x" }),
    },
  ],
  ["GET with a token", 405, { method: "GET", headers: bearer }],
  [
    "a foreign origin",
    403,
    { ...legacy("ping", {}), headers: () => ({ ...bearer(), origin: "https://evil.example" }) },
  ],
  ["a body above 4 MiB", 413, { method: "POST", headers: bearer, body: " ".repeat(5 << 20) }],
  ["a broken body", 400, { method: "POST", headers: bearer, body: "{" }],
  [
    "initialize",
    200,
    legacy("initialize", { protocolVersion: "2025-11-25", capabilities: {}, clientInfo: {} }),
  ],
  [
    "the list at the organisation's address",
    200,
    { ...modern("tools/list", {}), path: () => `/api/mcp/${address}` },
  ],
  ["a call", 200, modern("tools/call", { name: "list_agents", arguments: { a: 1 } })],
  ["a call the role forbids", 200, legacy("tools/call", { name: "delete_agent", arguments: {} })],
  ["a method the new revision does not have", 404, modern("ping", {})],
];

describe("both doors answer alike", () => {
  test.each(CASES)(
    "%s: %i",
    async (_name, status, { method, path = () => "/api/mcp", headers = () => ({}), body }) => {
      const init = { method, headers: headers(), ...(body === undefined ? {} : { body }) };
      const throughNode = await gateway.send({ ...init, path: path() });
      const throughNext = await NEXT[method](new Request(`http://localhost:3000${path()}`, init));
      expect(throughNext.status).toBe(status);
      expect(throughNode.status).toBe(status);
      expect(await throughNode.text()).toBe(await throughNext.text());
      for (const name of ["content-type", "www-authenticate", "cache-control", "allow", "vary"]) {
        expect([name, throughNode.headers.get(name)]).toEqual([name, throughNext.headers.get(name)]);
      }
    },
  );

  test("a listen stream starts alike and ends when the client leaves", async () => {
    const { headers = () => ({}), body = "" } = modern("subscriptions/listen", { notifications: {} });
    const leaving = new AbortController();
    const init = { method: "POST", headers: headers(), body, signal: leaving.signal };
    const responses = [
      await gateway.send(init),
      await POST(new Request("http://localhost:3000/api/mcp", init)),
    ];
    const readers = responses.map((response) => response.body?.getReader());
    const [node, next] = await Promise.all(readers.map(async (reader) => (await reader?.read())?.value));
    expect(new TextDecoder().decode(node)).toBe(new TextDecoder().decode(next));
    leaving.abort();
    await expect(readers[0]?.read()).rejects.toThrow();
    expect((await readers[1]?.read())?.done).toBe(true);
  });
});
