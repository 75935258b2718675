import { afterAll, beforeAll } from "vitest";
import type { MemberActor } from "#lib/kernel/actor.ts";
import { leaveOwnSessions } from "#lib/upstreams/lease-own-session.ts";
import { closeSessions } from "#lib/upstreams/lease-session.ts";
import { type MintedTenant, mintGrantWithToken, mintMember, mintTenant, mintUpstream } from "./mint.ts";
import { allowOutbound, type Gateway, openGateway } from "./open-gateway.ts";
import { openPuppetUpstream, type PuppetUpstream } from "./open-puppet-upstream.ts";

type Scene = {
  gateway: Gateway;
  puppet: PuppetUpstream;
  tenant: MintedTenant;
  /** A new connection with `agents.read`: of one person of that organisation, or of whom is named. */
  mintToken: (person?: MemberActor) => Promise<string>;
};

/** A gateway, and an instance "Berlin" of 2025-11-25 that says what the test has it say. After `useDatabase`. */
export function usePuppet(): Scene {
  const scene = {} as Scene;
  beforeAll(async () => {
    const [puppet, gateway, tenant] = await Promise.all([openPuppetUpstream(), openGateway(), mintTenant()]);
    allowOutbound(puppet.url);
    const member = await mintMember(tenant, "member");
    const spec = { url: puppet.url, key: "key-of-the-puppet", name: "Berlin", tools: ["list_agents"] };
    await mintUpstream(tenant, spec);
    const mintToken = async (person = member) =>
      (await mintGrantWithToken(person, { groups: ["agents.read"] })).token;
    Object.assign(scene, { gateway, puppet, tenant, mintToken } satisfies Scene);
  });
  afterAll(async () => {
    await leaveOwnSessions();
    await closeSessions();
    await scene.gateway.close();
    await scene.puppet.close();
  });
  return scene;
}
