import { afterEach, describe, expect, test, vi } from "vitest";
import { inTenant } from "#lib/platform/db/in-tenant.ts";
import type { SessionUpstream } from "#lib/testing/open-session-upstream.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import { connectSession, type SessionClient, useSessions } from "#lib/testing/use-sessions.ts";

useDatabase();
const scene = useSessions();

const connected: SessionClient[] = [];
const connect = async (capabilities = {}) => {
  const { gateway, token } = scene;
  const made = await connectSession({ url: gateway.url, token, capabilities });
  connected.push(made);
  return made;
};
afterEach(async () => {
  await Promise.all(connected.splice(0).map(({ client }) => client.close()));
});

/** Until the instance has the session's stream: what it says before, nobody hears. */
const untilListening = (session: string, of = scene.upstream) =>
  vi.waitFor(() => expect(of.sessions.get(session)?.isListening).toBe(true), 10_000);

const subscribedAt = (of: SessionUpstream) =>
  String(of.open().find(({ uris }) => uris.has("test://a"))?.transport.sessionId);

describe("the SDK's client of 2025-11-25", () => {
  test("is offered what there is, and shares the organisation's upstream session as long as it wants nothing of its own", async () => {
    const [one, other] = [await connect(), await connect()];
    expect(one.client.getServerCapabilities()).toEqual({
      tools: { listChanged: true },
      resources: { listChanged: true, subscribe: true },
      logging: {},
    });
    expect((await one.call()).session).toBe((await other.call()).session);
    expect((await one.call()).capabilities).toEqual({});
  });

  test("that can be asked something has an upstream session of its own, told exactly that", async () => {
    const [one, other] = [
      await connect({ elicitation: { form: {} }, roots: { listChanged: true } }),
      await connect({ sampling: {} }),
    ];
    const [first, second] = [await one.call(), await other.call()];
    expect(first.capabilities).toEqual({ elicitation: { form: {} }, roots: { listChanged: true } });
    expect(second.capabilities).toEqual({ sampling: {} });
    expect(first.session).not.toBe(second.session);
  });

  test("sets a log level for itself alone: calls and stream keep to it", async () => {
    const [one, other] = [await connect(), await connect()];
    await one.client.setLoggingLevel("info");
    const { session } = await one.call();
    expect(one.heard.messages).toEqual(["info: called"]);
    expect((await other.call()).session).not.toBe(session);
    await untilListening(session);
    await one.client.setLoggingLevel("warning");
    expect(scene.upstream.sessions.get(session)?.levels).toEqual(["info", "warning"]);
    await scene.upstream.say("notice", "quiet");
    await scene.upstream.say("error", "loud");
    await vi.waitFor(() => expect(one.heard.messages).toEqual(["info: called", "error: loud"]), 10_000);
    await one.call();
    expect(one.heard.messages).toHaveLength(2);
    expect(other.heard.messages).toEqual(["info: called"]);
  });

  test.each([
    ["no level", { level: "loud" }, -32_602],
    ["nothing", {}, -32_602],
  ])("is refused %s as a log level", async (_what, params, code) => {
    const { client } = await connect();
    const asked = client.request(
      { method: "logging/setLevel", params } as never,
      { parse: (x: unknown) => x } as never,
    );
    await expect(asked).rejects.toMatchObject({ code });
  });

  test("hears of a resource it subscribed to, at whichever instance, until it unsubscribes", async () => {
    const [one, other] = [await connect(), await connect()];
    await one.client.subscribeResource({ uri: "test://a" });
    await one.client.subscribeResource({ uri: "second+test://a" });
    for (const of of [scene.upstream, scene.second]) await untilListening(subscribedAt(of), of);
    await scene.upstream.update("test://a");
    await scene.second.update("test://a");
    await vi.waitFor(
      () => expect(one.heard.updates.toSorted()).toEqual(["second+test://a", "test://a"]),
      10_000,
    );
    await one.client.unsubscribeResource({ uri: "test://a" });
    await scene.upstream.update("test://a");
    await scene.second.update("test://a");
    await vi.waitFor(() => expect(one.heard.updates).toHaveLength(3), 10_000);
    expect(one.heard.updates.at(-1)).toBe("second+test://a");
    expect(other.heard.updates).toEqual([]);
  });

  test("hears nothing more of an instance's resources once an admin has switched them off", async () => {
    const { client, heard } = await connect();
    await client.subscribeResource({ uri: "test://a" });
    await client.subscribeResource({ uri: "second+test://a" });
    for (const of of [scene.upstream, scene.second]) await untilListening(subscribedAt(of), of);
    await inTenant(scene.tenant.tenantId, (tx) =>
      tx.upstream.updateMany({
        where: { tenantId: scene.tenant.tenantId, slug: "" },
        data: { features: [] },
      }),
    );
    const sayBoth = async () => {
      const before = heard.updates.length;
      await scene.upstream.update("test://a");
      await scene.second.update("test://a");
      await vi.waitFor(() => expect(heard.updates.slice(before)).toContain("second+test://a"), 10_000);
      return heard.updates.slice(before);
    };
    await vi.waitFor(async () => expect(await sayBoth()).toEqual(["second+test://a"]), 5_000);
  });

  test("is refused a resource nobody has", async () => {
    const { client } = await connect();
    await inTenant(scene.tenant.tenantId, (tx) =>
      tx.upstream.updateMany({ where: { tenantId: scene.tenant.tenantId }, data: { features: [] } }),
    );
    await scene.gateway.settle();
    await expect(client.subscribeResource({ uri: "test://a" })).rejects.toMatchObject({ code: -32_002 });
  });

  test("has its changed roots told to instances that know of them", async () => {
    const { client, call } = await connect({ roots: { listChanged: true } });
    const { session } = await call();
    await client.sendRootsListChanged();
    await vi.waitFor(() => expect(scene.upstream.sessions.get(session)?.rootsChanged).toBe(1), 10_000);
  });

  test("K15: that says without end that its roots changed has it told thirty times a minute", async () => {
    const { client, call } = await connect({ roots: { listChanged: true } });
    const { session } = await call();
    for (let sent = 0; sent < 60; sent += 1) await client.sendRootsListChanged();
    await vi.waitFor(() => expect(scene.upstream.sessions.get(session)?.rootsChanged).toBe(30), 10_000);
    // The upstream session is asked after all that was sent before.
    await call();
    expect(scene.upstream.sessions.get(session)?.rootsChanged).toBe(30);
  });

  test("keeps its level and subscriptions when the instance loses its session", async () => {
    const { client, heard, call } = await connect();
    await client.setLoggingLevel("error");
    await client.subscribeResource({ uri: "test://a" });
    const { session } = await call();
    scene.upstream.forget();
    const renewed = await call();
    expect(renewed.session).not.toBe(session);
    const held = scene.upstream.sessions.get(renewed.session);
    expect([held?.levels, [...(held?.uris ?? [])]]).toEqual([["error"], ["test://a"]]);
    await untilListening(renewed.session);
    heard.updates.length = 0;
    await scene.upstream.update("test://a");
    await vi.waitFor(() => expect(heard.updates).toEqual(["test://a"]), 10_000);
  }, 20_000);

  test("ends its session: its upstream sessions end with it, and what it asks next is refused", async () => {
    const { client, transport, call } = await connect({ roots: {} });
    const { session } = await call();
    const handle = String(transport.sessionId);
    await transport.terminateSession();
    await vi.waitFor(() => expect(scene.upstream.sessions.get(session)?.isEnded).toBe(true), 10_000);
    const { gateway, token } = scene;
    const asked = await gateway.legacy("ping", {}, { token, id: 1, headers: { "mcp-session-id": handle } });
    expect(asked.status).toBe(404);
    await client.close();
  });

  test("whose connection ends leaves no upstream session open", async () => {
    const { call } = await connect({ roots: {} });
    const { session } = await call();
    await untilListening(session);
    const { tenantId } = scene.tenant;
    await inTenant(tenantId, (tx) =>
      tx.grant.updateMany({ where: { tenantId }, data: { endedAt: new Date() } }),
    );
    await vi.waitFor(() => expect(scene.upstream.sessions.get(session)?.isEnded).toBe(true), 10_000);
  });
});
