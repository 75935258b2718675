import { describe, expect, test } from "vitest";
import { type RawRequest, sendEvents } from "#lib/testing/open-raw-upstream.ts";
import { openSseUpstream } from "#lib/testing/open-sdk-upstream.ts";
import { RAW_KEY, useRawUpstream } from "#lib/testing/use-raw-upstream.ts";
import { openSession } from "../open-session.ts";

const scene = useRawUpstream();

describe("a server over HTTP+SSE", () => {
  test("is called, reports progress and changes, and is gone when its stream is", async () => {
    const upstream = await scene.start(openSseUpstream);
    const session = await scene.open({ ...scene.place(upstream.url), transport: "sse" });
    expect(session).toMatchObject({ era: "legacy", serverName: "old", sessionId: undefined });
    const heard: string[] = [];
    const [reply] = await Promise.all([
      session.request(
        { method: "tools/call", params: '{"name":"echo"}', meta: new Map([["progressToken", '"mine"']]) },
        { onNotification: (_method, _params, text) => heard.push(text) },
      ),
      session.request({ method: "ping", params: "{}" }),
    ]);
    expect(reply).toMatchObject({ ok: true, result: { content: [{ text: "old" }] } });
    expect(heard).toEqual(['{"progressToken":"mine","progress":1}']);
    const changed = Promise.withResolvers<string>();
    const listening = await session.listen({
      signal: AbortSignal.timeout(60_000),
      onNotification: (method) => changed.resolve(method),
    });
    await upstream.tellChange();
    expect(await changed.promise).toBe("notifications/tools/list_changed");
    upstream.cut();
    if (listening.ok) await listening.ended;
    expect(await session.request({ method: "ping", params: "{}" })).toEqual({
      ok: false,
      reason: "session_gone",
      isUnsent: true,
    });
  });

  test.each(["javascript:alert(1)", "data:text/plain,x", "http://["])(
    "H04: a place to post at that is no web address is refused, and nothing is posted (%s)",
    async (endpoint) => {
      scene.raw.answer = ({ response }) => {
        response.writeHead(200, { "content-type": "text/event-stream" });
        response.write(`event: endpoint\ndata: ${endpoint}\n\n`);
      };
      expect(await openSession({ ...scene.place(), transport: "sse" })).toEqual({
        ok: false,
        reason: "protocol",
      });
      expect(scene.raw.seen.map(({ method }) => method)).toEqual(["GET"]);
    },
  );

  test.each([
    "https://evil.example/messages?x=1",
    "//evil.example/messages?x=1",
    "http://[::1]/messages?x=1",
  ])(
    "H04: a place to post at that is elsewhere leads nowhere but to its path here (%s)",
    async (endpoint) => {
      scene.raw.answer = ({ request, response }) => {
        if (request.method === "POST") return void response.writeHead(404).end();
        response.writeHead(200, { "content-type": "text/event-stream" });
        response.write(`event: endpoint\ndata: ${endpoint}\n\n`);
      };
      expect(await openSession({ ...scene.place(), transport: "sse" })).toMatchObject({ ok: false });
      const asked = scene.raw.seen.map(({ method, path }) => `${method} ${path}`);
      expect(asked).toContain("POST /messages?x=1");
    },
  );

  test("a call its stream is cut under fails, one that is cancelled says so, and the key never shows", async () => {
    const called = Promise.withResolvers<RawRequest>();
    let stream: RawRequest | undefined;
    scene.raw.answer = (asked) => {
      const { request, response, message } = asked;
      if (request.method === "GET") {
        stream = asked;
        response.writeHead(200, { "content-type": "text/event-stream" });
        return void response.write("event: endpoint\ndata: /post?x=1\n\n");
      }
      response.writeHead(202).end();
      const result = { protocolVersion: "2024-11-05", capabilities: {}, echo: RAW_KEY };
      if (message.method === "initialize" || message.method === "first") {
        sendEvents(stream!.response, JSON.stringify({ jsonrpc: "2.0", id: message.id, result }));
      }
      if (message.method === "held") called.resolve(asked);
    };
    const session = await scene.open({ ...scene.place(), transport: "sse" });
    const first = await session.request({ method: "first", params: "{}" });
    expect("text" in first && first.text).toContain('"echo":"[redacted]"');
    const cancelling = new AbortController();
    const cancelled = session.request({ method: "held", params: "{}" }, { signal: cancelling.signal });
    await called.promise;
    cancelling.abort();
    expect(await cancelled).toEqual({ ok: false, reason: "aborted" });
    const held = session.request({ method: "held", params: "{}" });
    await expect.poll(() => scene.raw.count("held"), { timeout: 30_000 }).toBe(2);
    expect(scene.raw.count("notifications/cancelled")).toBe(1);
    stream?.response.destroy();
    expect(await held).toMatchObject({ ok: false, reason: "unreachable" });
    expect(scene.raw.seen.slice(1).every(({ path }) => path === "/post?x=1")).toBe(true);
  });

  test("K15: of a thousand questions to nobody sixteen are refused, and the call among them is answered", async () => {
    let stream: RawRequest | undefined;
    const asked = Array.from({ length: 1_000 }, (_, id) =>
      JSON.stringify({ jsonrpc: "2.0", id: `asked-${id}`, method: "ping" }),
    );
    let answers = 0;
    scene.raw.answer = (given) => {
      const { request, response, message } = given;
      if (request.method === "GET") {
        stream = given;
        response.writeHead(200, { "content-type": "text/event-stream" });
        return void response.write("event: endpoint\ndata: /post\n\n");
      }
      response.writeHead(202).end();
      if (message.method === undefined) answers += 1;
      if (message.id === undefined || message.method === undefined) return;
      const result = { protocolVersion: "2024-11-05", capabilities: {} };
      const reply = JSON.stringify({ jsonrpc: "2.0", id: message.id, result });
      sendEvents(stream!.response, ...(message.method === "tools/call" ? asked : []), reply);
    };
    const session = await scene.open({ ...scene.place(), transport: "sse" });
    expect(await session.request({ method: "tools/call", params: "{}" })).toMatchObject({ ok: true });
    await expect.poll(() => answers, { timeout: 30_000 }).toBeGreaterThanOrEqual(16);
    expect(await session.request({ method: "last", params: "{}" })).toMatchObject({ ok: true });
    expect(answers).toBeLessThan(100);
  });

  test.each([404, 401])(
    "a session the instance refuses (%d) leaves no stream open, but what still waits on it is answered",
    async (status) => {
      let stream: RawRequest | undefined;
      const ended = Promise.withResolvers<void>();
      const held = Promise.withResolvers<RawRequest>();
      scene.raw.answer = (asked) => {
        const { request, response, message } = asked;
        if (request.method === "GET") {
          stream = asked;
          response.writeHead(200, { "content-type": "text/event-stream" });
          response.write("event: endpoint\ndata: /post\n\n");
          return void response.on("close", ended.resolve);
        }
        response.writeHead(message.method === "refused" ? status : 202).end();
        if (message.method === "held") held.resolve(asked);
        if (message.method !== "initialize") return;
        const result = { protocolVersion: "2024-11-05", capabilities: {} };
        sendEvents(stream!.response, JSON.stringify({ jsonrpc: "2.0", id: message.id, result }));
      };
      const session = await scene.open({ ...scene.place(), transport: "sse" });
      const waiting = session.request({ method: "held", params: "{}" });
      const { message } = await held.promise;
      expect(await session.request({ method: "refused", params: "{}" })).toMatchObject({ ok: false, status });
      expect(await session.request({ method: "late", params: "{}" })).toMatchObject({ isUnsent: true });
      sendEvents(stream!.response, JSON.stringify({ jsonrpc: "2.0", id: message.id, result: {} }));
      expect(await waiting).toMatchObject({ ok: true });
      await ended.promise;
    },
  );
});
