import { describe, expect, test } from "vitest";
import { endConnection } from "#lib/grants/end-connection.ts";
import { useOauthServer } from "#lib/testing/drive-oauth.ts";
import { useConnections } from "#lib/testing/use-connections.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import { useGateway } from "#lib/testing/use-gateway.ts";

useDatabase();
useOauthServer();
const scene = useGateway();
const world = useConnections(scene);
const { connectMember, ping, revoke } = world;

const call = (token: string) =>
  scene.gateway.modern("tools/call", { name: "list_agents", arguments: {} }, { token });
const listen = (token: string) =>
  scene.gateway.modern("subscriptions/listen", { notifications: {} }, { token, id: "listen" });

describe("D14: what is open", () => {
  test("a listening stream is closed by the revocation, and by no other connection's", async () => {
    const [ended, kept] = [await connectMember(), await connectMember()];
    const streams = await Promise.all([ended, kept].map(({ tokens }) => listen(tokens.access_token)));
    const closing = streams[0]?.text();
    const reader = streams[1]?.body?.getReader();
    await reader?.read();
    await revoke(ended.tokens.refresh_token);
    expect(await closing).not.toContain('"resultType":"complete"');
    const next = reader?.read().then(() => "something");
    await world.sql("INSERT INTO auth.revocations (kind, subject) VALUES ('all', '')");
    await scene.gateway.settle();
    expect(await Promise.race([next, ping(kept)])).toBe(200);
    await reader?.cancel();
  });

  test.each(["modern", "legacy"] as const)(
    "a running call (%s) is cancelled at the instance and answered 401",
    async (era) => {
      const { tokens, grantId } = await connectMember();
      scene.fake.behave(() => undefined);
      const received = scene.fake.received("tools/call");
      const cancelled = scene.fake.received("notifications/cancelled");
      const asked = { name: "list_agents", arguments: {} };
      const response = scene.gateway[era]("tools/call", asked, { token: tokens.access_token, id: 7 });
      const { id } = await received;
      await endConnection(world.owner, { id: grantId });
      expect((await cancelled).params).toMatchObject({ requestId: id });
      expect((await response).status).toBe(401);
      expect((await response).headers.get("www-authenticate")).toContain('error="invalid_token"');
    },
  );

  test("a call whose answer is streaming ends without a result", async () => {
    const connection = await connectMember();
    scene.fake.behave(({ params }, response) => {
      const { progressToken } = params["_meta"] as { progressToken: unknown };
      const progress = {
        jsonrpc: "2.0",
        method: "notifications/progress",
        params: { progressToken, progress: 1 },
      };
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.write(`data: ${JSON.stringify(progress)}\n\n`);
    });
    const response = await scene.gateway.modern(
      "tools/call",
      { name: "list_agents", arguments: {}, _meta: { progressToken: "p" } },
      { token: connection.tokens.access_token },
    );
    await world.sql("DELETE FROM tenant.memberships WHERE id = $1", [connection.member.membershipId]);
    const text = await response.text();
    expect(text).toContain("notifications/progress");
    expect(text).not.toContain('"result"');
  });

  test("a call of a connection that is widened runs on", async () => {
    const connection = await connectMember();
    const held = Promise.withResolvers<() => void>();
    scene.fake.behave(({ id }, response) =>
      held.resolve(() => {
        response.writeHead(200, { "content-type": "application/json" });
        response.end(JSON.stringify({ jsonrpc: "2.0", id, result: { content: [] } }));
      }),
    );
    const response = call(connection.tokens.access_token);
    const release = await held.promise;
    await world.sql("UPDATE tenant.grants SET groups = groups || '{schedules.read}' WHERE id = $1", [
      connection.grantId,
    ]);
    await scene.gateway.settle();
    await ping(connection);
    release();
    expect((await response).status).toBe(200);
  });

  test("a body that comes slowly is not read on the strength of a token that died meanwhile", async () => {
    const connection = await connectMember();
    expect(await ping(connection)).toBe(200);
    const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method: "ping" });
    const rest = Promise.withResolvers<void>();
    const slow = new ReadableStream<Uint8Array>({
      async start(controller) {
        controller.enqueue(new TextEncoder().encode(body.slice(0, 5)));
        await rest.promise;
        controller.enqueue(new TextEncoder().encode(body.slice(5)));
        controller.close();
      },
    });
    const response = scene.gateway.send({
      method: "POST",
      body: slow,
      duplex: "half",
      headers: {
        "content-type": "application/json",
        accept: "application/json",
        authorization: `Bearer ${connection.tokens.access_token}`,
      },
    } as RequestInit);
    await ping(connection);
    await endConnection(world.owner, { id: connection.grantId });
    await scene.gateway.settle();
    rest.resolve();
    expect((await response).status).toBe(401);
  });
});
