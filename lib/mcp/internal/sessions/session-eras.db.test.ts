import { McpServer } from "@modelcontextprotocol/server";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { mintGrantWithToken, mintMember, mintTenant, mintUpstream } from "#lib/testing/mint.ts";
import { allowOutbound } from "#lib/testing/open-gateway.ts";
import { openModernUpstream, type SdkUpstream } from "#lib/testing/open-sdk-upstream.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import { connectSession, type SessionClient, useSessions } from "#lib/testing/use-sessions.ts";

useDatabase();
const scene = useSessions();

type Asked = { method: string; params: { _meta?: Record<string, unknown>; notifications?: object } };
const KEY = "trinity_mcp_modern";
let upstream: SdkUpstream;
let token = "";
const connected: SessionClient[] = [];
const asked = () => upstream.seen.flatMap(({ text }) => (text === "" ? [] : [JSON.parse(text) as Asked]));

function make(): McpServer {
  const server = new McpServer(
    { name: "modern", version: "1" },
    { capabilities: { tools: {}, logging: {}, resources: { subscribe: true } } },
  );
  server.registerResource("a", "test://a", {}, (uri) => ({ contents: [{ uri: uri.href, text: "a" }] }));
  server.registerTool("list_agents", {}, (extra) => {
    void extra;
    return { content: [{ type: "text", text: JSON.stringify({ session: "", capabilities: {} }) }] };
  });
  return server;
}

beforeAll(async () => {
  upstream = await openModernUpstream(KEY, false, make);
  allowOutbound(upstream.url);
});
beforeEach(async () => {
  const tenant = await mintTenant();
  const features = ["resources", "resources.subscribe", "logging"];
  await mintUpstream(tenant, {
    url: upstream.url,
    key: KEY,
    tools: ["list_agents"],
    declared: features,
    features,
  });
  ({ token } = await mintGrantWithToken(await mintMember(tenant, "owner"), {
    groups: ["agents.read", "other.read"],
  }));
  upstream.seen.length = 0;
});
afterEach(async () => {
  await Promise.all(connected.splice(0).map(({ client }) => client.close()));
});
afterAll(() => upstream.close());

const connect = async () => {
  const made = await connectSession({ url: scene.gateway.url, token });
  connected.push(made);
  return made;
};

test("to an instance of 2026-07-28 alone the log level goes with every request of that session", async () => {
  const { client, call } = await connect();
  await call();
  await client.setLoggingLevel("warning");
  await call();
  const levels = asked()
    .filter(({ method }) => method === "tools/call")
    .map(({ params }) => params._meta?.["io.modelcontextprotocol/logLevel"]);
  expect(levels).toEqual([undefined, "warning"]);
});

test("and what the session subscribed to is said on a stream of its own, and told on the session's", async () => {
  const { client, heard } = await connect();
  await client.subscribeResource({ uri: "test://a" });
  await vi.waitFor(() => {
    const listened = asked().filter(({ method }) => method === "subscriptions/listen");
    expect(listened.map(({ params }) => params.notifications)).toContainEqual({
      resourceSubscriptions: ["test://a"],
    });
  }, 5_000);
  await vi.waitFor(() => {
    void upstream.tellUpdate("test://a");
    expect(heard.updates).toContain("test://a");
  }, 5_000);
  await client.unsubscribeResource({ uri: "test://a" });
  await vi.waitFor(async () => {
    const before = heard.updates.length;
    await upstream.tellUpdate("test://a");
    await client.ping();
    await client.ping();
    expect(heard.updates).toHaveLength(before);
  }, 5_000);
});
