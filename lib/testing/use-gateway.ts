import { afterAll, beforeAll, beforeEach } from "vitest";
import type { MemberActor } from "#lib/kernel/actor.ts";
import type { UpstreamId } from "#lib/kernel/ids.ts";
import { closeSessions } from "#lib/upstreams/lease-session.ts";
import { type MintedTenant, mintGrantWithToken, mintMember, mintTenant, mintUpstream } from "./mint.ts";
import { echo, type FakeUpstream, openFakeUpstream } from "./open-fake-upstream.ts";
import { allowOutbound, type Gateway, openGateway } from "./open-gateway.ts";

export const FAKE_KEY = "trinity_mcp_key-of-the-fake";

type Scene = {
  gateway: Gateway;
  fake: FakeUpstream;
  tenant: MintedTenant;
  upstreamId: UpstreamId;
  member: MemberActor;
  /** A connection of that member with `agents.read`. */
  token: string;
};

/** A gateway, an instance "Berlin" of that revision that echoes and has two tools, and a member connected to it. After `useDatabase`. */
export function useGateway(era: "legacy" | "modern" = "legacy"): Scene {
  const scene = {} as Scene;
  beforeAll(async () => {
    const fake = await openFakeUpstream(era);
    const gateway = await openGateway();
    allowOutbound(fake.url);
    const tenant = await mintTenant();
    const member = await mintMember(tenant, "member");
    const spec = { url: fake.url, key: FAKE_KEY, name: "Berlin", tools: ["list_agents", "list_tags"] };
    const { upstreamId } = await mintUpstream(tenant, spec);
    const { token } = await mintGrantWithToken(member, { groups: ["agents.read"] });
    Object.assign(scene, { fake, gateway, tenant, member, upstreamId, token } satisfies Scene);
  });
  beforeEach(() => scene.fake.behave(echo));
  afterAll(async () => {
    await closeSessions();
    await scene.gateway.close();
    await scene.fake.close();
  });
  return scene;
}

type ToolAnswer = { id: unknown; result: { content: { text: string }[]; isError?: boolean } };
type Sent = { token?: string; signal?: AbortSignal; id?: number };

/** Calls of `list_agents` in 2026-07-28, the scene's own connection unless told; `call` reads the answer too. */
export function makeCalls(scene: Scene) {
  const callWith = (args: object, sent: Sent = {}, meta: Record<string, unknown> = {}) =>
    scene.gateway.modern(
      "tools/call",
      { name: "list_agents", arguments: args, _meta: meta },
      { token: scene.token, ...sent },
    );
  const read = async (response: Response) => (await response.json()) as ToolAnswer;
  const call = async (args: object = {}, sent: Sent = {}) => await read(await callWith(args, sent));
  return { callWith, read, call };
}
