import { describe, expect, test } from "vitest";
import { setToolPolicy } from "#lib/access/set-tool-policy.ts";
import { inTenant } from "#lib/platform/db/in-tenant.ts";
import { mintGrantWithToken, mintMember } from "#lib/testing/mint.ts";
import { answerJson } from "#lib/testing/open-fake-upstream.ts";
import { openListening } from "#lib/testing/open-listening.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import { driveFeatures, NOTES, useFeatures } from "#lib/testing/use-features.ts";

useDatabase();
const scene = useFeatures();
const { makeWorld, addSecond, modern, listToolNames } = driveFeatures(scene);

const ID = "io.modelcontextprotocol/subscriptionId";
const EVERYTHING = {
  toolsListChanged: true,
  promptsListChanged: true,
  resourcesListChanged: true,
  resourceSubscriptions: [NOTES.uri],
};
const listen = (token: string, notifications: object = EVERYTHING, id: string | number = "l") =>
  openListening(scene.gateway, { token, notifications, id });
const changed = (kind: string) => ({ method: `notifications/${kind}/list_changed` });

describe("what is promised", () => {
  test.each(["s-1", 7])(
    "is said first, tagged with the request's id (%j), and is what was asked",
    async (id) => {
      const { token } = await makeWorld();
      const stream = await listen(token, { toolsListChanged: true, promptsListChanged: false, other: 1 }, id);
      expect(await stream.next()).toEqual({
        jsonrpc: "2.0",
        method: "notifications/subscriptions/acknowledged",
        params: { notifications: { toolsListChanged: true }, _meta: { [ID]: id } },
      });
      await stream.close();
    },
  );

  test("is everything where there is everything, and only what there is elsewhere", async () => {
    const all = await listen((await makeWorld()).token);
    expect((await all.next())?.params?.notifications).toEqual(EVERYTHING);
    const none = await listen((await makeWorld([])).token);
    expect((await none.next())?.params?.notifications).toEqual({ toolsListChanged: true });
    const { owner } = await makeWorld();
    const lacking = await mintGrantWithToken(owner, { groups: ["agents.read"] });
    const without = await listen(lacking.token);
    expect((await without.next())?.params?.notifications).toEqual({ toolsListChanged: true });
    for (const stream of [all, none, without]) await stream.close();
  });

  test.each([
    [undefined],
    [[]],
    [{ toolsListChanged: "yes" }],
    [{ resourceSubscriptions: "file:///a" }],
    [{ resourceSubscriptions: [1] }],
    [{ resourceSubscriptions: Array.from({ length: 101 }, (_, index) => `file:///${index}`) }],
  ])("a filter that is none is -32602: %j", async (notifications) => {
    const { token } = await makeWorld();
    const { status, error } = await modern("subscriptions/listen", { notifications }, token);
    expect([status, error?.code]).toEqual([200, -32_602]);
  });
});

describe("what changed here", () => {
  test("a decision of the organisation is told to those it changes something for, and to nobody else", async () => {
    const { tenant, owner, token } = await makeWorld();
    const member = await mintMember(tenant, "member");
    const other = await mintGrantWithToken(member, { groups: ["agents.read"] });
    const [mine, theirs] = [await listen(token), await listen(other.token, { toolsListChanged: true })];
    await mine.next();
    await theirs.next();
    const rule = { subject: "group", name: "agents.read" };
    await setToolPolicy(owner, { ...rule, role: "owner", allowed: false });
    expect(await mine.next()).toMatchObject(changed("tools"));
    expect(await listToolNames(token)).toEqual([]);
    await setToolPolicy(owner, { ...rule, role: "member", allowed: false });
    // The first thing they hear of is what changed for them: their list is the new one already.
    expect(await theirs.next()).toMatchObject(changed("tools"));
    expect(await listToolNames(other.token)).toEqual([]);
    await setToolPolicy(owner, { ...rule, role: "owner", allowed: null });
    expect(await mine.next()).toMatchObject({ ...changed("tools"), params: { _meta: { [ID]: "l" } } });
    await Promise.all([mine.close(), theirs.close()]);
  });

  test("an approved tool, a switched-off feature and a new instance are told as what they are", async () => {
    const world = await makeWorld();
    const { tenant, token } = world;
    const stream = await listen(token);
    await stream.next();
    const { tenantId } = tenant;
    await inTenant(tenantId, (tx) =>
      tx.upstreamTool.updateMany({ where: { tenantId }, data: { state: "off" } }),
    );
    expect(await stream.next()).toMatchObject(changed("tools"));
    await inTenant(tenantId, (tx) =>
      tx.upstream.updateMany({ where: { tenantId }, data: { features: ["resources"] } }),
    );
    expect(await stream.next()).toMatchObject(changed("prompts"));
    await addSecond(world);
    const heard = [await stream.next(), await stream.next(), await stream.next()];
    expect(new Set(heard.map((message) => message?.method))).toEqual(
      new Set(["tools", "prompts", "resources"].map((kind) => changed(kind).method)),
    );
    await stream.close();
  });

  test("a connection that is widened lives on and is told", async () => {
    const { tenant, owner } = await makeWorld();
    const { token, grantId } = await mintGrantWithToken(owner, { groups: ["chat.external"] });
    const stream = await listen(token);
    expect((await stream.next())?.params?.notifications).toEqual({ toolsListChanged: true });
    const where = { tenantId: tenant.tenantId, id: grantId };
    await inTenant(tenant.tenantId, (tx) =>
      tx.grant.updateMany({ where, data: { groups: ["chat.external", "agents.read", "other.read"] } }),
    );
    expect(await stream.next()).toMatchObject(changed("tools"));
    expect(await listToolNames(token)).toEqual(["list_agents"]);
    await stream.close();
  });
});

describe("what an instance says", () => {
  const LISTS = { prompts: { listChanged: true }, resources: { listChanged: true, subscribe: true } };

  test("its prompts and resources are passed on to who may use them, over one stream for all", async () => {
    scene.first.declare(LISTS);
    const { tenant, owner, token } = await makeWorld();
    const lacking = await mintGrantWithToken(owner, { groups: ["agents.read"] });
    const opened = scene.first.seen.filter(({ method }) => method === "GET").length;
    const kinds = { toolsListChanged: true, promptsListChanged: true };
    const streams = [
      await listen(token, kinds),
      await listen(token, kinds),
      await listen(lacking.token, kinds),
    ];
    for (const stream of streams) await stream.next();
    await scene.first.listened();
    expect(scene.first.say("notifications/prompts/list_changed")).toBe(1);
    for (const stream of streams.slice(0, 2)) expect(await stream.next()).toMatchObject(changed("prompts"));
    expect(scene.first.seen.filter(({ method }) => method === "GET").length).toBe(opened + 1);
    await setToolPolicy(owner, { role: "owner", subject: "group", name: "agents.read", allowed: false });
    // Whoever may use none of it hears of the tools alone.
    expect(await streams[2]?.next()).toMatchObject(changed("tools"));
    expect(tenant.tenantId).toBeDefined();
    await Promise.all(streams.map((stream) => stream.close()));
  });

  test("an instance that declares no changes is not listened to", async () => {
    scene.second.declare({ prompts: {} });
    const world = await makeWorld([]);
    await addSecond(world);
    const before = scene.second.count("initialize");
    const initialized = scene.second.received("notifications/initialized");
    const stream = await listen(world.token, { promptsListChanged: true });
    await stream.next();
    await initialized;
    expect(scene.second.count("initialize")).toBe(before + 1);
    expect(scene.second.seen.filter(({ method }) => method === "GET")).toEqual([]);
    await stream.close();
  });
});

describe("resources one asked about", () => {
  test("their instance is asked over a session of its own and its notices come under the names they have here", async () => {
    const updated = "notifications/resources/updated";
    scene.second.declare({ resources: { subscribe: true } });
    const world = await makeWorld([]);
    await addSecond(world);
    const uri = `second-one+${NOTES.uri}`;
    const subscribed = scene.second.received("resources/subscribe");
    const stream = await listen(world.token, { resourceSubscriptions: [uri, NOTES.uri, "second-two+x:1"] });
    expect((await subscribed).params).toEqual({ uri: NOTES.uri });
    expect((await stream.next())?.params?.notifications).toEqual({ resourceSubscriptions: [uri] });
    scene.second.say(updated, { uri: NOTES.uri, "x-own": 1 });
    expect(await stream.next()).toEqual({
      jsonrpc: "2.0",
      method: updated,
      params: { uri, "x-own": 1, _meta: { [ID]: "l" } },
    });
    const before = scene.second.seen.filter(({ method }) => method === "DELETE").length;
    await stream.close();
    await expect
      .poll(() => scene.second.seen.filter(({ method }) => method === "DELETE").length, { timeout: 10_000 })
      .toBe(before + 1);
  });

  test("what a stream did not ask for is not sent on it", async () => {
    scene.first.declare({
      resources: { subscribe: true, listChanged: true },
      prompts: { listChanged: true },
    });
    const { token, owner } = await makeWorld();
    const stream = await listen(token, { toolsListChanged: true });
    await stream.next();
    await scene.first.listened();
    scene.first.say("notifications/resources/updated", { uri: NOTES.uri });
    scene.first.say("notifications/prompts/list_changed");
    scene.first.say("notifications/resources/list_changed");
    scene.first.say("notifications/message", { level: "error", data: "x" });
    await setToolPolicy(owner, { role: "owner", subject: "group", name: "agents.read", allowed: false });
    expect(await stream.next()).toMatchObject(changed("tools"));
    await stream.close();
  });
});

describe("tools of an instance that says they changed", () => {
  test("are read again: what only reads is there at once, what else is new waits, what is gone is gone", async () => {
    scene.first.declare({ tools: { listChanged: true } });
    const { tenant, token } = await makeWorld();
    const stream = await listen(token, { toolsListChanged: true });
    await stream.next();
    await scene.first.listened();
    scene.first.behave(({ id }, response) => {
      const tools = ["list_tags", "delete_agent", "acme_stock"].map((name) => ({
        name,
        inputSchema: { type: "object" },
      }));
      answerJson(response, 200, { jsonrpc: "2.0", id, result: { tools } });
    });
    scene.first.say("notifications/tools/list_changed");
    expect(await stream.next()).toMatchObject(changed("tools"));
    expect(await listToolNames(token)).toEqual(["list_tags"]);
    const { tenantId } = tenant;
    const tools = await inTenant(tenantId, (tx) =>
      tx.upstreamTool.findMany({ where: { tenantId }, select: { name: true, state: true } }),
    );
    expect(Object.fromEntries(tools.map(({ name, state }) => [name, state]))).toEqual({
      list_agents: "gone",
      list_tags: "approved",
      delete_agent: "pending",
      acme_stock: "pending",
    });
    await stream.close();
  });
});
