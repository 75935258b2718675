import { afterEach, describe, expect, test } from "vitest";
import { pauseTools } from "#lib/tenants/pause-tools.ts";
import { resumeTools } from "#lib/tenants/resume-tools.ts";
import { useOauthServer } from "#lib/testing/drive-oauth.ts";
import { mintGrantWithToken, mintMember, mintTenant, mintUpstream } from "#lib/testing/mint.ts";
import { useConnections } from "#lib/testing/use-connections.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import { makeCalls, useGateway } from "#lib/testing/use-gateway.ts";

useDatabase();
useOauthServer();
const scene = useGateway("modern");
const world = useConnections(scene);
const { call, callWith, read } = makeCalls(scene);

const pause = () => pauseTools(world.owner, { confirmation: world.owner.tenantSlug });
const names = async () => {
  const answer = await scene.gateway.modern("tools/list", {}, { token: scene.token });
  return ((await answer.json()) as { result: { tools: { name: string }[] } }).result.tools.map(
    ({ name }) => name,
  );
};

describe("all tools are paused", () => {
  afterEach(() => resumeTools(world.owner, {}).catch(() => undefined));

  test("with the answer every call is refused in words that say who can resume, and the list is empty", async () => {
    expect((await call()).result.isError).toBeFalsy();
    expect(await names()).toContain("list_agents");
    await pause();
    const { result } = await call();
    expect(result.isError).toBe(true);
    expect(result.content[0]?.text).toMatch(/paused all tools.*Nothing was done.*owner or admin/s);
    expect(await names()).toEqual([]);
    expect((await scene.gateway.legacy("ping", {}, { token: scene.token, id: 1 })).status).toBe(200);
    await resumeTools(world.owner, {});
    expect((await call()).result.isError).toBeFalsy();
    expect(await names()).toContain("list_agents");
  });

  test("a call that runs is cancelled at the instance and answered in words, whatever that answers later", async () => {
    const held = Promise.withResolvers<void>();
    scene.fake.behave((_message, response) => {
      held.resolve();
      response.once("close", () => undefined);
    });
    const running = callWith({});
    await held.promise;
    await pause();
    const { result } = await read(await running);
    expect(result.isError).toBe(true);
    expect(result.content[0]?.text).toMatch(/has just paused all tools.*may have been carried out/s);
  });

  test("another organisation calls on", async () => {
    const tenant = await mintTenant();
    const member = await mintMember(tenant, "member");
    await mintUpstream(tenant, { url: scene.fake.url, key: "trinity_mcp_other", tools: ["list_agents"] });
    const { token } = await mintGrantWithToken(member, { groups: ["agents.read"] });
    await pause();
    expect((await call({}, { token })).result.isError).toBeFalsy();
  });

  test("a pause that nobody of ours wrote is heard of too", async () => {
    await call();
    await world.sql("UPDATE tenant.tenants SET paused_at = now() WHERE id = $1", [scene.tenant.tenantId]);
    await scene.gateway.settle();
    expect((await call()).result.isError).toBe(true);
  });
});
