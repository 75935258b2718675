import {
  Client as ModernClient,
  StreamableHTTPClientTransport as ModernTransport,
} from "@modelcontextprotocol/client";
import { Client as LegacyClient } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport as LegacyTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import {
  CreateMessageRequestSchema,
  ElicitRequestSchema,
  ListRootsRequestSchema,
} from "@modelcontextprotocol/sdk/types.js";
import { afterAll, beforeAll } from "vitest";
import { endConnection } from "#lib/grants/end-connection.ts";
import { leaveOwnSessions } from "#lib/upstreams/lease-own-session.ts";
import { closeSessions } from "#lib/upstreams/lease-session.ts";
import { mintGrantWithToken, mintMember, mintTenant, mintUpstream } from "./mint.ts";
import { type AskingUpstream, openLegacyAsking, openModernAsking } from "./open-asking-upstream.ts";
import { allowOutbound, type Gateway, openGateway } from "./open-gateway.ts";

const INFO = { name: "asked", version: "1.0.0" };
export const ALL = { elicitation: { form: {}, url: {} }, sampling: {}, roots: {} };
type Era = "legacy" | "modern";
/** What a client is asked, and what it answers; whoever it is says its name. */
export type Asked = { method: string; params: Record<string, unknown> };
export type Wish = {
  token: string;
  name: string;
  capabilities?: object;
  /** Called with every question before it is answered; what it returns, if anything, is the answer. */
  onAsked?: (asked: Asked) => unknown;
  url?: string;
  fetch?: typeof fetch;
};
export type AskedClient = {
  asked: Asked[];
  /** Calls the asking tool; resolves to its answer in words. */
  call: (args: object, signal?: AbortSignal) => Promise<{ text: string; isError: boolean }>;
  close: () => Promise<void>;
};

type Scene = {
  gateway: Gateway;
  upstreams: Record<Era, AskingUpstream>;
  /** A new person's connection to the organisation whose instance speaks that era. */
  connect: (upstream: Era) => Promise<string>;
  /** The same with what ends it. */
  connectAnew: (upstream: Era) => Promise<{ token: string; end: () => Promise<void> }>;
};

/** A gateway and two organisations: the one's instance asks in 2025-11-25, the other's in 2026-07-28. After `useDatabase`. */
export function useAsking(): Scene {
  const scene = {} as Scene;
  beforeAll(async () => {
    const upstreams = { legacy: await openLegacyAsking(), modern: await openModernAsking() };
    const gateway = await openGateway();
    allowOutbound(upstreams.legacy.url, upstreams.modern.url);
    const tenants = { legacy: await mintTenant(), modern: await mintTenant() };
    for (const era of ["legacy", "modern"] as const) {
      const spec = {
        url: upstreams[era].url,
        key: "key-of-the-asking",
        name: "Berlin",
        tools: ["list_agents"],
      };
      await mintUpstream(tenants[era], spec);
    }
    const connectAnew = async (era: Era) => {
      const member = await mintMember(tenants[era], "member");
      const { token, grantId } = await mintGrantWithToken(member, { groups: ["agents.read"] });
      const owner = await mintMember(tenants[era], "owner");
      return { token, end: async () => void (await endConnection(owner, { id: grantId })) };
    };
    const connect = async (era: Era) => (await connectAnew(era)).token;
    Object.assign(scene, { gateway, upstreams, connect, connectAnew } satisfies Scene);
  });
  afterAll(async () => {
    await leaveOwnSessions();
    await closeSessions();
    await scene.gateway.close();
    await Promise.all(Object.values(scene.upstreams).map((upstream) => upstream.close()));
  });
  return scene;
}

const answerAs = (name: string, { method, params }: Asked) => {
  if (method === "sampling/createMessage") {
    return { role: "assistant", model: "m", content: { type: "text", text: `Paris, says ${name}` } };
  }
  if (method === "roots/list") return { roots: [{ uri: `file:///${name}` }] };
  return params["mode"] === "url" ? { action: "accept" } : { action: "accept", content: { name } };
};

/** A client of the SDK's v1, or of its v2 which speaks 2026-07-28, that answers what it is asked with its name. */
export async function connectAsked(scene: Scene, era: Era, wish: Wish): Promise<AskedClient> {
  const { token, name, capabilities = ALL, onAsked } = wish;
  const url = new URL(`${wish.url ?? scene.gateway.url}/api/mcp`);
  const options = {
    requestInit: { headers: { Authorization: `Bearer ${token}` } },
    ...(wish.fetch ? { fetch: wish.fetch } : {}),
  };
  const asked: Asked[] = [];
  const answer = async (request: { method: string; params?: unknown }) => {
    const one = { method: request.method, params: (request.params ?? {}) as Asked["params"] };
    asked.push(one);
    return ((await onAsked?.(one)) ?? answerAs(name, one)) as never;
  };
  const client = era === "legacy" ? new LegacyClient(INFO, { capabilities }) : makeModern(capabilities);
  const has = (one: string) => Object.hasOwn(capabilities, one);
  if (client instanceof LegacyClient) {
    if (has("elicitation")) client.setRequestHandler(ElicitRequestSchema, answer);
    if (has("sampling")) client.setRequestHandler(CreateMessageRequestSchema, answer);
    if (has("roots")) client.setRequestHandler(ListRootsRequestSchema, answer);
    // The SDK's own transport does not meet its own interface under exactOptionalPropertyTypes.
    await client.connect(new LegacyTransport(url, options) as Parameters<LegacyClient["connect"]>[0]);
  } else {
    if (has("elicitation")) client.setRequestHandler("elicitation/create", answer);
    if (has("sampling")) client.setRequestHandler("sampling/createMessage", answer);
    if (has("roots")) client.setRequestHandler("roots/list", answer);
    await client.connect(new ModernTransport(url, options));
  }
  return {
    asked,
    close: () => client.close(),
    async call(args, signal) {
      const call = { name: "list_agents", arguments: args as Record<string, unknown> };
      const bounds = { timeout: 60_000, ...(signal ? { signal } : {}) };
      const result =
        client instanceof LegacyClient
          ? await client.callTool(call, undefined, bounds)
          : await client.callTool(call, bounds);
      const [block] = result.content as { text: string }[];
      return { text: block?.text ?? "", isError: result.isError === true };
    },
  };
}

function makeModern(capabilities: object): ModernClient {
  return new ModernClient(INFO, { capabilities, versionNegotiation: { mode: "auto" } });
}
