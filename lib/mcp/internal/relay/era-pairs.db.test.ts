import { once } from "node:events";
import type { ServerResponse } from "node:http";
import { describe, expect, test } from "vitest";
import { answerJson } from "#lib/testing/open-fake-upstream.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import { useGateway } from "#lib/testing/use-gateway.ts";

useDatabase();
const scenes = { legacy: useGateway("legacy"), modern: useGateway("modern") };
type Era = keyof typeof scenes;

describe.each<{ era: Era; at: Era }>([
  { era: "modern", at: "legacy" },
  { era: "modern", at: "modern" },
  { era: "legacy", at: "legacy" },
  { era: "legacy", at: "modern" },
])("a $era client of a $at instance", ({ era, at }) => {
  const scene = scenes[at];
  const send = (id: number, more: { signal?: AbortSignal; meta?: object } = {}) =>
    scene.gateway[era](
      "tools/call",
      { name: "list_agents", _meta: { ...more.meta } },
      { token: scene.token, id, ...(more.signal ? { signal: more.signal } : {}) },
    );
  /** Resolves once the instance was told to stop, in the way of its revision. */
  const hang = () => {
    const response = Promise.withResolvers<ServerResponse>();
    const cancelled = scene.fake.received("notifications/cancelled");
    scene.fake.behave((_message, given) => response.resolve(given));
    const stopped = async () => {
      if (at === "modern") await once(await response.promise, "close");
      else await cancelled;
    };
    return { reached: response.promise, stopped: stopped() };
  };

  test("cancels a call in its own way, and the instance hears of it in its own", async () => {
    const { reached, stopped } = hang();
    const leaving = new AbortController();
    const answer = send(41, { signal: leaving.signal }).catch(() => null);
    await reached;
    if (era === "modern") leaving.abort();
    else await scene.gateway.legacy("notifications/cancelled", { requestId: 41 }, { token: scene.token });
    await stopped;
    expect((await answer)?.status ?? "left").toBe(era === "modern" ? "left" : 202);
  });

  test("is told each thing when it happens, not when the call ends", async () => {
    const going = Promise.withResolvers<() => void>();
    scene.fake.behave(({ id }, response) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.write(
        `data: ${JSON.stringify({ jsonrpc: "2.0", method: "notifications/io.example/one", params: {} })}\n\n`,
      );
      const result = { content: [] };
      going.resolve(() => response.end(`data: ${JSON.stringify({ jsonrpc: "2.0", id, result })}\n\n`));
    });
    const response = await send(40);
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    expect((await reader?.read())?.value).toContain("notifications/io.example/one");
    (await going.promise)();
    expect((await reader?.read())?.value).toContain('"content":[]');
  });

  test("is told of progress and of what an extension says, and not of what is not about its call", async () => {
    scene.fake.behave(({ id, params }, response) => {
      const { progressToken } = params["_meta"] as { progressToken: unknown };
      const say = (method: string, given: object) =>
        response.write(`data: ${JSON.stringify({ jsonrpc: "2.0", method, params: given })}\n\n`);
      response.writeHead(200, { "content-type": "text/event-stream" });
      say("notifications/progress", { progressToken, progress: 1 });
      say("notifications/cancelled", { requestId: id, reason: "its own" });
      say("notifications/tools/list_changed", {});
      say("notifications/resources/updated", { uri: "x" });
      say("notifications/io.example/news", { a: 1 });
      say("notifications/message", { level: "error", data: "log" });
      const result = { content: [{ type: "text", text: "done" }], resultType: "complete" };
      response.write(`data: ${JSON.stringify({ jsonrpc: "2.0", id, result })}\n\n`);
      say("notifications/progress", { progressToken, progress: 2 });
      response.end();
    });
    const text = await (await send(42, { meta: { progressToken: "mine" } })).text();
    const told = [...text.matchAll(/"method":"notifications\/([^"]+)"/g)].map(([, name]) => name);
    // Without a level in the request a client of 2026-07-28 is told no log messages.
    expect(told).toEqual(["progress", "io.example/news", ...(era === "legacy" ? ["message"] : [])]);
    expect(text).toContain('"progressToken":"mine"');
    expect(text).toContain('"text":"done"');
    expect(text.includes("resultType")).toBe(era === "modern");
  });

  test("gets the log messages of the level it names in 2026-07-28, and of every level before", async () => {
    scene.fake.behave(({ id }, response) => {
      const say = (level: string) =>
        response.write(
          `data: ${JSON.stringify({ jsonrpc: "2.0", method: "notifications/message", params: { level, data: level } })}\n\n`,
        );
      response.writeHead(200, { "content-type": "text/event-stream" });
      for (const level of ["debug", "warning", "error"]) say(level);
      response.end(`data: ${JSON.stringify({ jsonrpc: "2.0", id, result: { content: [] } })}\n\n`);
    });
    const meta = { "io.modelcontextprotocol/logLevel": "warning" };
    const text = await (await send(43, { meta: era === "modern" ? meta : {} })).text();
    const levels = [...text.matchAll(/"level":"([^"]+)"/g)].map(([, level]) => level);
    expect(levels).toEqual(era === "modern" ? ["warning", "error"] : ["debug", "warning", "error"]);
  });

  test("never sees an instance's hop codes as ours", async () => {
    for (const code of [-32020, -32022]) {
      scene.fake.behave(({ id }, response) => {
        const error = { code, message: "of the instance", data: { supported: ["x"] } };
        answerJson(response, 200, { jsonrpc: "2.0", id, error });
      });
      const response = await send(44);
      expect([response.status, await response.text()]).toEqual([
        200,
        expect.not.stringContaining(String(code)),
      ]);
    }
  });

  test("lacking a capability is 400 in 2026-07-28, and an error in words before", async () => {
    scene.fake.behave(({ id }, response) => {
      const data = { requiredCapabilities: { sampling: {} } };
      const error = { code: -32021, message: "sampling is needed", data };
      answerJson(response, at === "modern" ? 400 : 200, { jsonrpc: "2.0", id, error });
    });
    const response = await send(45);
    const text = await response.text();
    if (era === "modern")
      expect([response.status, text]).toEqual([400, expect.stringContaining('"code":-32021')]);
    else expect([response.status, text]).toEqual([200, expect.not.stringContaining("-32021")]);
  });
});
