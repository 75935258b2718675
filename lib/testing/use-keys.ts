import { afterAll, afterEach, beforeAll, beforeEach } from "vitest";
import type { MemberActor } from "#lib/kernel/actor.ts";
import type { UpstreamId } from "#lib/kernel/ids.ts";
import type { Role } from "#lib/kernel/permissions.ts";
import { inTenant } from "#lib/platform/db/in-tenant.ts";
import { takeOnce } from "#lib/platform/registry/once.ts";
import { setKeyAccessAsSeen } from "./as-seen.ts";
import { mintMember, type MintedTenant, mintTenant, mintUpstream } from "./mint.ts";
import { type FakeBackend, openFakeBackend } from "./open-fake-backend.ts";
import { allowOutbound } from "./open-gateway.ts";
import { asAdmin } from "./use-calls.ts";
import { useGateway } from "./use-gateway.ts";

type World = { backend: FakeBackend; tenant: MintedTenant; owner: MemberActor; upstreamId: UpstreamId };

/** Has everything remembered of keys looked up again. */
export const forgetAnswers = () => void takeOnce("mcp.presented-keys");
/** Makes every key's check six minutes old. */
export const ageKeys = () =>
  asAdmin("UPDATE tenant.presented_keys SET checked_at = now() - interval '6 minutes'");

/**
 * An organisation of its own for every test whose instance "Paris" has a backend, behind one gateway, and what coming
 * with Trinity keys is tested with. After `useDatabase`.
 */
export function useKeys() {
  const scene = useGateway();
  const world = {} as World;
  const addInstance = async (name: string, slug?: string): Promise<UpstreamId> => {
    const { tenantId } = world.tenant;
    const tools = ["list_agents", "create_agent", "delete_agent"];
    const spec = { url: scene.fake.url, key: "trinity_mcp_stored", name, tools, ...(slug ? { slug } : {}) };
    const { upstreamId: id } = await mintUpstream(world.tenant, spec);
    const data = { apiUrl: world.backend.url };
    await inTenant(tenantId, (tx) => tx.upstream.updateMany({ where: { tenantId, id }, data }));
    return id;
  };
  beforeAll(async () => {
    world.backend = await openFakeBackend();
    allowOutbound(world.backend.url);
  });
  afterAll(() => world.backend.close());
  beforeEach(async () => {
    world.tenant = await mintTenant();
    world.owner = await mintMember(world.tenant, "owner");
    world.upstreamId = await addInstance("Paris");
  });
  afterEach(() => {
    world.backend.fail(null);
    forgetAnswers();
  });
  const send = (method: string, params: object, key: string, path = `/api/mcp/${world.tenant.address}`) =>
    scene.gateway.legacy(method, params as never, { token: key, id: 1, path });
  return {
    scene,
    world,
    addInstance,
    allow: (role: Role | null = null, id = world.upstreamId) =>
      setKeyAccessAsSeen(world.owner, { id, isAllowed: true, role }),
    disallow: () => setKeyAccessAsSeen(world.owner, { id: world.upstreamId, isAllowed: false, role: null }),
    send,
    /** The names of the tools it sees, or the status it gets instead. */
    list: async (key: string) => {
      const response = await send("tools/list", {}, key);
      if (response.status !== 200) return response.status;
      const { result } = (await response.json()) as { result: { tools: { name: string }[] } };
      return result.tools.map(({ name }) => name);
    },
    call: async (key: string, name = "list_agents") =>
      await (await send("tools/call", { name, arguments: {} }, key)).text(),
    /** A new key of whoever has that address. */
    keyOf: ({ email }: { email: string | null }, scope = "user") => world.backend.addKey({ scope, email }),
  };
}
