import type { ServerResponse } from "node:http";
import { describe, expect, test } from "vitest";
import { mintGrantWithToken, mintMember } from "#lib/testing/mint.ts";
import { answerJson, echo } from "#lib/testing/open-fake-upstream.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import { makeCalls, useGateway } from "#lib/testing/use-gateway.ts";

useDatabase();
const scene = useGateway();

const { callWith, read, call } = makeCalls(scene);

describe("long calls", () => {
  const hang = () => scene.fake.behave(() => undefined);

  test("G34: closing the response stream of 2026-07-28 cancels the call at the instance", async () => {
    hang();
    const received = scene.fake.received("tools/call");
    const cancelled = scene.fake.received("notifications/cancelled");
    const leaving = new AbortController();
    const response = callWith({}, { signal: leaving.signal }).catch(() => undefined);
    const { id } = await received;
    leaving.abort();
    expect((await cancelled).params).toMatchObject({ requestId: id });
    await response;
  });

  const cancel = (id: number, given: string) =>
    scene.gateway.legacy("notifications/cancelled", { requestId: id }, { token: given });

  test("in 2025-11-25 the client's own notification cancels the call at the instance", async () => {
    hang();
    const received = scene.fake.received("tools/call");
    const cancelled = scene.fake.received("notifications/cancelled");
    const response = scene.gateway.legacy(
      "tools/call",
      { name: "list_agents" },
      { token: scene.token, id: 77 },
    );
    const { id } = await received;
    await cancel(77, scene.token);
    expect((await cancelled).params).toMatchObject({ requestId: id });
    expect((await response).status).toBe(202);
  });

  test("another connection's notification with the same id cancels nothing", async () => {
    const held = Promise.withResolvers<() => void>();
    scene.fake.behave((message, response) => held.resolve(() => echo(message, response)));
    const stranger = await mintGrantWithToken(await mintMember(scene.tenant, "member"), {
      groups: ["agents.read"],
    });
    const response = scene.gateway.legacy(
      "tools/call",
      { name: "list_agents" },
      { token: scene.token, id: 78 },
    );
    const release = await held.promise;
    await cancel(78, stranger.token);
    await cancel(79, scene.token);
    release();
    expect((await read(await response)).id).toBe(78);
  });

  test("in 2025-11-25 leaving is not cancelling", async () => {
    const held = Promise.withResolvers<ServerResponse>();
    scene.fake.behave((_message, response) => held.resolve(response));
    const before = scene.fake.count("notifications/cancelled");
    const leaving = new AbortController();
    const left = scene.gateway
      .legacy("tools/call", { name: "list_agents" }, { token: scene.token, id: 1, signal: leaving.signal })
      .catch(() => undefined);
    const response = await held.promise;
    leaving.abort();
    await left;
    scene.fake.behave(echo);
    await call();
    expect([response.destroyed, scene.fake.count("notifications/cancelled")]).toEqual([false, before]);
    response.end();
  });

  test("progress comes on an event stream under the client's own token, then the answer, then the end", async () => {
    scene.fake.behave(({ id, params }, response) => {
      const upstreamToken = (params["_meta"] as { progressToken: unknown }).progressToken;
      const progress = (value: number, progressToken: unknown) =>
        `data: ${JSON.stringify({ jsonrpc: "2.0", method: "notifications/progress", params: { progressToken, progress: value } })}\n\n`;
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.write(": keepalive\n\nid: 1\ndata: \n\n");
      response.write(progress(1, upstreamToken));
      response.write(progress(2, "somebody else's"));
      response.end(`data: ${JSON.stringify({ jsonrpc: "2.0", id, result: { content: [] } })}\n\n`);
    });
    const response = await callWith({}, { id: 5 }, { progressToken: "mine" });
    expect(response.headers.get("content-type")).toBe("text/event-stream");
    expect(response.headers.get("x-accel-buffering")).toBe("no");
    const events = (await response.text())
      .split("\n\n")
      .flatMap((event) =>
        event.includes("data: ")
          ? [JSON.parse(event.slice(event.indexOf("data: ") + 6)) as Record<string, unknown>]
          : [],
      );
    expect(events).toMatchObject([
      { method: "notifications/progress", params: { progressToken: "mine", progress: 1 } },
      { id: 5, result: { resultType: "complete" } },
    ]);
  });

  test("a client that takes no event streams gets JSON although there was progress", async () => {
    scene.fake.behave(({ id, params }, response) => {
      expect(params).toEqual({
        name: "list_agents",
        arguments: {},
        _meta: { progressToken: expect.any(Number) as number },
      });
      answerJson(response, 200, {
        jsonrpc: "2.0",
        id,
        result: { content: [], unknown: { kept: [1, null] } },
      });
    });
    const response = await scene.gateway.modern(
      "tools/call",
      { name: "list_agents", arguments: {}, _meta: { progressToken: 1 } },
      { token: scene.token, headers: { accept: "application/json" } },
    );
    expect(await response.json()).toMatchObject({ result: { unknown: { kept: [1, null] } } });
  });

  test("a listen stream is acknowledged, held open and ended by leaving", async () => {
    const leaving = new AbortController();
    const response = await scene.gateway.modern(
      "subscriptions/listen",
      { notifications: { toolsListChanged: true } },
      { token: scene.token, id: "listen-1", signal: leaving.signal },
    );
    const reader = response.body?.getReader();
    const first = new TextDecoder().decode((await reader?.read())?.value);
    expect(first).toContain('"method":"notifications/subscriptions/acknowledged"');
    expect(first).toContain('"io.modelcontextprotocol/subscriptionId":"listen-1"');
    leaving.abort();
    await expect(reader?.read()).rejects.toThrow();
  });
});
