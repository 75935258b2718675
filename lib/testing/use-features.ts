import { afterAll, beforeAll, beforeEach, expect } from "vitest";
import type { MemberActor } from "#lib/kernel/actor.ts";
import { inTenant } from "#lib/platform/db/in-tenant.ts";
import { closeSessions } from "#lib/upstreams/lease-session.ts";
import { answerFeatures } from "./answer-features.ts";
import { mintGrantWithToken, mintMember, type MintedTenant, mintTenant, mintUpstream } from "./mint.ts";
import { type FakeUpstream, openFakeUpstream } from "./open-fake-upstream.ts";
import { allowOutbound, type Gateway, openGateway } from "./open-gateway.ts";

export const ALL_FEATURES = ["prompts", "resources", "completions", "resources.subscribe"];
export const FEATURE_KEY = "trinity_mcp_key-of-the-fake";
/** Nobody listens there. */
export const DEAD_URL = "http://127.0.0.1:9/mcp";
export const GREET = {
  name: "greet",
  title: "Greet",
  arguments: [{ name: "who", required: true }],
  "x-own": [1e21],
};
export const NOTES = { uri: "file:///notes.md", name: "Notes", size: 12 };
export const FILES = { uriTemplate: "file:///{path}", name: "Files" };
const OFFERED = { prompts: [GREET], resources: [NOTES], resourceTemplates: [FILES] };

type Scene = { gateway: Gateway; first: FakeUpstream; second: FakeUpstream };

/** A gateway and two instances with a prompt, a resource and a template each. After `useDatabase`. */
export function useFeatures(): Scene {
  const scene = {} as Scene;
  beforeAll(async () => {
    const first = await openFakeUpstream();
    const second = await openFakeUpstream();
    const gateway = await openGateway();
    allowOutbound(first.url, second.url, DEAD_URL);
    Object.assign(scene, { first, second, gateway } satisfies Scene);
  });
  beforeEach(() => {
    scene.first.behave(answerFeatures(OFFERED));
    scene.second.behave(answerFeatures(OFFERED));
  });
  afterAll(async () => {
    await closeSessions();
    await scene.gateway.close();
    await scene.first.close();
    await scene.second.close();
  });
  return scene;
}

export type FeatureWorld = { tenant: MintedTenant; owner: MemberActor; token: string };
export type FeatureAnswer = {
  status: number;
  challenge: string | null;
  text: string;
  result?: Record<string, unknown>;
  error?: { code: number; message: string };
};

/** Organisations with the scene's instances, and requests of both eras. */
export function driveFeatures(scene: Scene) {
  const makeWorld = async (features: readonly string[] = ALL_FEATURES): Promise<FeatureWorld> => {
    const tenant = await mintTenant();
    const { url } = scene.first;
    const tools = ["list_agents"];
    await mintUpstream(tenant, { url, key: FEATURE_KEY, tools, declared: ALL_FEATURES, features });
    const owner = await mintMember(tenant, "owner");
    const { token } = await mintGrantWithToken(owner, { groups: ["other.read", "agents.read"] });
    return { tenant, owner, token };
  };
  const addSecond = async ({ tenant }: FeatureWorld, url = scene.second.url, slug = "second_one") =>
    await mintUpstream(tenant, {
      url,
      key: FEATURE_KEY,
      slug,
      name: "Second",
      tools: ["list_tags"],
      declared: ALL_FEATURES,
    });
  const ask =
    (era: "modern" | "legacy") =>
    async (method: string, params: object, token: string): Promise<FeatureAnswer> => {
      const response = await scene.gateway[era](method, { ...params }, { token, id: 7 });
      const text = await response.text();
      const { result, error } = JSON.parse(text) as FeatureAnswer;
      const challenge = response.headers.get("www-authenticate");
      const outcome = { ...(result ? { result } : {}), ...(error ? { error } : {}) };
      return { status: response.status, challenge, text, ...outcome };
    };
  const modern = ask("modern");
  const legacy = ask("legacy");
  /** What is declared, the same in both eras. */
  const capabilitiesOf = async (token: string) => {
    const { result } = await modern("server/discover", {}, token);
    const hello = {
      protocolVersion: "2025-11-25",
      capabilities: {},
      clientInfo: { name: "x", version: "1" },
    };
    const old = await legacy("initialize", hello, token);
    expect(old.result?.["capabilities"]).toEqual(result?.["capabilities"]);
    return result?.["capabilities"];
  };
  const listToolNames = async (token: string) => {
    const { result } = await modern("tools/list", {}, token);
    return ((result?.["tools"] ?? []) as { name: string }[]).map(({ name }) => name);
  };
  return { makeWorld, addSecond, modern, legacy, capabilitiesOf, listToolNames };
}

/** What is wrong with each of an organisation's instances, by name. */
export async function readProblems({
  tenant: { tenantId },
}: FeatureWorld): Promise<Record<string, string | null>> {
  const rows = await inTenant(tenantId, (tx) =>
    tx.upstream.findMany({ where: { tenantId }, select: { name: true, problem: true } }),
  );
  return Object.fromEntries(rows.map(({ name, problem }) => [name, problem]));
}
