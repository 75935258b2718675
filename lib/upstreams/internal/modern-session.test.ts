import { describe, expect, test } from "vitest";
import type { JsonObject } from "#lib/kernel/json.ts";
import { beginSession, sendJson } from "#lib/testing/open-raw-upstream.ts";
import { openModernUpstream } from "#lib/testing/open-sdk-upstream.ts";
import { RAW_KEY, useRawUpstream } from "#lib/testing/use-raw-upstream.ts";
import { openSession } from "../open-session.ts";

const scene = useRawUpstream();
const params = '{"name":"echo","arguments":{"n":12345678901234567890,"n2":1.0}}';

describe("an instance of 2026-07-28", () => {
  test("is asked what it is, told who asks, and called without a session", async () => {
    const upstream = await scene.start(openModernUpstream);
    const session = await scene.open({ ...scene.place(upstream.url), era: "auto" });
    expect(session).toMatchObject({ era: "modern", protocolVersion: "2026-07-28", serverName: "modern" });
    expect(Object.keys(session.capabilities)).toEqual(expect.arrayContaining(["tools", "prompts"]));
    const reply = await session.request({
      method: "tools/call",
      params: '{"name":"echo","arguments":{}}',
      client: {
        capabilities: '{"elicitation":{}}',
        info: '{"name":"claude","version":"1"}',
        logLevel: '"info"',
      },
    });
    expect(reply).toMatchObject({
      ok: true,
      result: { content: [{ text: "modern" }], resultType: "complete" },
    });
    const { headers, text = "" } = upstream.seen.at(-1) ?? {};
    expect(headers).toMatchObject({
      "mcp-protocol-version": "2026-07-28",
      "mcp-method": "tools/call",
      "mcp-name": "echo",
    });
    expect(headers).not.toHaveProperty("mcp-session-id");
    const { _meta: meta } = (JSON.parse(text) as { params: { _meta: JsonObject } }).params;
    expect(meta).toEqual({
      "io.modelcontextprotocol/protocolVersion": "2026-07-28",
      "io.modelcontextprotocol/clientInfo": { name: "claude", version: "1" },
      "io.modelcontextprotocol/clientCapabilities": { elicitation: {} },
      "io.modelcontextprotocol/logLevel": "info",
    });
  });

  test("an unknown method and a tool there is not come as its own errors", async () => {
    const upstream = await scene.start(openModernUpstream);
    const session = await scene.open({ ...scene.place(upstream.url), era: "modern" });
    expect(await session.request({ method: "no/such", params: "{}" })).toMatchObject({
      error: { code: -32601 },
    });
    expect(await session.request({ method: "tools/call", params: '{"name":"none"}' })).toMatchObject({
      error: { code: -32602 },
    });
  });

  test("it tells of changes once it has acknowledged that it will", async () => {
    const upstream = await scene.start(openModernUpstream);
    const session = await scene.open({ ...scene.place(upstream.url), era: "modern" });
    const ending = new AbortController();
    const heard: string[] = [];
    const changed = Promise.withResolvers<void>();
    const listening = await session.listen({
      signal: ending.signal,
      wanted: { toolsListChanged: true },
      onNotification: (method) => {
        heard.push(method);
        if (method === "notifications/tools/list_changed") changed.resolve();
      },
    });
    expect(heard).toEqual(["notifications/subscriptions/acknowledged"]);
    await upstream.tellChange();
    await changed.promise;
    ending.abort();
    if (listening.ok) await listening.ended;
    expect(listening.ok).toBe(true);
  });

  test("closing the answer cancels, and nothing more is sent", async () => {
    const left = Promise.withResolvers<void>();
    const cancelling = new AbortController();
    scene.raw.answer = ({ response, message }) => {
      if (message.method === "server/discover") return sendJson(response, 200, discover(message.id));
      response.on("close", left.resolve);
      cancelling.abort();
    };
    const session = await scene.open({ ...scene.place(), era: "modern" });
    const reply = await session.request({ method: "tools/call", params }, { signal: cancelling.signal });
    expect(reply).toMatchObject({ ok: false, reason: "aborted" });
    await left.promise;
    expect(scene.raw.seen).toHaveLength(2);
  });

  test.each([
    ["absent", undefined, undefined, true],
    ["complete", "complete", undefined, true],
    ["input_required", "input_required", undefined, true],
    ["unknown", "surprise", undefined, false],
    [
      "of an extension that was declared",
      "task",
      '{"extensions":{"io.modelcontextprotocol/tasks":{}}}',
      true,
    ],
    ["no text", 5, '{"extensions":{"x":{}}}', false],
  ])("a resultType that is %s", async (_name, resultType, capabilities, isTaken) => {
    scene.raw.answer = ({ response, message: { id, method } }) =>
      sendJson(
        response,
        200,
        method === "server/discover" ? discover(id) : { jsonrpc: "2.0", id, result: { resultType } },
      );
    const session = await scene.open({ ...scene.place(), era: "modern" });
    const client = capabilities === undefined ? {} : { client: { capabilities } };
    const reply = await session.request({ method: "tools/call", params, ...client });
    expect(reply).toMatchObject(isTaken ? { ok: true } : { ok: false, reason: "protocol" });
  });

  test("H14: of a caller's headers only parameters go beside the key", async () => {
    scene.raw.answer = ({ response, message: { id } }) => sendJson(response, 200, discover(id));
    const session = await scene.open({ ...scene.place(), era: "modern" });
    const headers = {
      authorization: "Bearer theirs",
      cookie: "a=b",
      "x-forwarded-for": "1",
      "Mcp-Param-A": "1",
    };
    await session.request({ method: "tools/list", params: "{}", headers });
    const sent = scene.raw.seen.at(-1)?.headers;
    expect(sent).toMatchObject({ authorization: `Bearer ${RAW_KEY}`, "mcp-param-a": "1" });
    for (const name of ["cookie", "x-forwarded-for"]) expect(sent).not.toHaveProperty(name);
  });

  test("a name no header can carry as it is goes in Base64, parameters as they came", async () => {
    scene.raw.answer = ({ response, message: { id, method } }) =>
      sendJson(
        response,
        200,
        method === "server/discover" ? discover(id) : { jsonrpc: "2.0", id, result: {} },
      );
    const session = await scene.open({ ...scene.place(), era: "modern" });
    for (const name of ["plain name", " spaced ", "nämlich", "=?base64?eA==?=", ""]) {
      await session.request({
        method: "prompts/get",
        params: JSON.stringify({ name }),
        headers: { "mcp-param-region": "eu" },
      });
    }
    expect(
      scene.raw.seen.slice(1).map(({ headers }) => [headers["mcp-name"], headers["mcp-param-region"]]),
    ).toEqual([
      ["plain name", "eu"],
      ["=?base64?IHNwYWNlZCA=?=", "eu"],
      ["=?base64?bsOkbWxpY2g=?=", "eu"],
      ["=?base64?PT9iYXNlNjQ/ZUE9PT89?=", "eu"],
      ["=?base64??=", "eu"],
    ]);
  });

  test.each([
    [400, true],
    [404, true],
    [405, true],
    [401, false],
    [403, false],
    [500, false],
    [503, false],
  ])("a discovery answered %i says which eras are spoken: %s", async (status, isEvidence) => {
    scene.raw.answer = ({ response }) => response.writeHead(status).end();
    const opened = await openSession({ ...scene.place(), era: "modern" });
    expect(!opened.ok && (opened.isOtherEra ?? false)).toBe(isEvidence);
  });

  test("a good key refused outside a session is tried in one", async () => {
    scene.raw.answer = (asked) => {
      if (asked.message.method === "server/discover") return void asked.response.writeHead(401).end();
      beginSession(asked);
    };
    expect((await scene.open({ ...scene.place(), era: "auto" })).era).toBe("legacy");
  });
});

function discover(id: unknown): object {
  return {
    jsonrpc: "2.0",
    id,
    result: { supportedVersions: ["2026-07-28"], capabilities: {}, resultType: "complete" },
  };
}
