import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import {
  type ClientCapabilities,
  LoggingMessageNotificationSchema,
  ResourceUpdatedNotificationSchema,
  ToolListChangedNotificationSchema,
} from "@modelcontextprotocol/sdk/types.js";
import { afterAll, beforeAll, beforeEach } from "vitest";
import type { MemberActor } from "#lib/kernel/actor.ts";
import { leaveOwnSessions } from "#lib/upstreams/lease-own-session.ts";
import { closeSessions } from "#lib/upstreams/lease-session.ts";
import { type MintedTenant, mintGrantWithToken, mintMember, mintTenant, mintUpstream } from "./mint.ts";
import { allowOutbound, type Gateway, openGateway } from "./open-gateway.ts";
import { openSessionUpstream, type SessionUpstream } from "./open-session-upstream.ts";

const DECLARED = ["resources", "resources.subscribe", "logging"];

type Scene = {
  gateway: Gateway;
  upstream: SessionUpstream;
  second: SessionUpstream;
  tenant: MintedTenant;
  member: MemberActor;
  token: string;
};

export type SessionClient = {
  client: Client;
  transport: StreamableHTTPClientTransport;
  /** What was said on its streams. */
  heard: { updates: string[]; messages: string[]; changes: number };
  /** What `list_agents` answers: the upstream session it ran in, and what that was told of the client. */
  call: (tool?: string) => Promise<{ session: string; capabilities: object }>;
};

/** A gateway and two instances built with the SDK, each test with an organisation of its own. After `useDatabase`. */
export function useSessions(): Scene {
  const scene = {} as Scene;
  beforeAll(async () => {
    const [upstream, second] = [await openSessionUpstream(), await openSessionUpstream()];
    const gateway = await openGateway();
    allowOutbound(upstream.url, second.url);
    Object.assign(scene, { upstream, second, gateway });
  });
  beforeEach(async () => {
    const tenant = await mintTenant();
    const spec = { key: "trinity_mcp_own", tools: ["list_agents"], declared: DECLARED, features: DECLARED };
    await mintUpstream(tenant, { ...spec, url: scene.upstream.url });
    await mintUpstream(tenant, { ...spec, url: scene.second.url, name: "Second", slug: "second" });
    const member = await mintMember(tenant, "owner");
    const { token } = await mintGrantWithToken(member, { groups: ["agents.read", "other.read"] });
    Object.assign(scene, { tenant, member, token });
    for (const { sessions } of [scene.upstream, scene.second]) sessions.clear();
  });
  afterAll(async () => {
    await closeSessions();
    await leaveOwnSessions();
    await scene.gateway.close();
    await Promise.all([scene.upstream.close(), scene.second.close()]);
  });
  return scene;
}

type Wish = { url: string; token: string; capabilities?: ClientCapabilities; fetch?: typeof fetch };

/** The SDK's client of the older revisions, connected, its stream open. */
export async function connectSession({ url, token, capabilities = {}, fetch }: Wish): Promise<SessionClient> {
  const client = new Client({ name: "test", version: "1" }, { capabilities });
  const heard: SessionClient["heard"] = { updates: [], messages: [], changes: 0 };
  client.setNotificationHandler(ResourceUpdatedNotificationSchema, ({ params: { uri } }) => {
    heard.updates.push(uri);
  });
  client.setNotificationHandler(LoggingMessageNotificationSchema, ({ params: { level, data } }) => {
    heard.messages.push(`${level}: ${String(data)}`);
  });
  client.setNotificationHandler(ToolListChangedNotificationSchema, () => void heard.changes++);
  const transport = new StreamableHTTPClientTransport(new URL(`${url}/api/mcp`), {
    requestInit: { headers: { Authorization: `Bearer ${token}` } },
    ...(fetch ? { fetch } : {}),
  });
  // The SDK's own transport does not meet its own interface under exactOptionalPropertyTypes.
  await client.connect(transport as Parameters<Client["connect"]>[0]);
  const call = async (name = "list_agents") => {
    const { content } = await client.callTool({ name, arguments: {} });
    const [{ text }] = content as [{ text: string }];
    return JSON.parse(text) as { session: string; capabilities: object };
  };
  return { client, transport, heard, call };
}
