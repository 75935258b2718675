import { once } from "node:events";
import type { ServerResponse } from "node:http";
import { connect, type Socket } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { type Config, getConfig, setConfig } from "#lib/platform/config/get-config.ts";
import { answerJson, echo } from "#lib/testing/open-fake-upstream.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import { makeCalls, useGateway } from "#lib/testing/use-gateway.ts";

useDatabase();
const scene = useGateway();
const { call, callWith } = makeCalls(scene);

const allow = (caps: Partial<Config["mcp"]>) =>
  setConfig({ ...getConfig(), mcp: { ...getConfig().mcp, ...caps } });
const usual = { bodyBytesMax: 4_194_304, resultBytesMax: 8_388_608, callMsMax: 300_000, depthMax: 200 };
afterEach(() => allow(usual));

const sayOf = async () => {
  const { result } = await call();
  return [result.isError, result.content[0]?.text];
};

describe("what the operator bounds", () => {
  test("H17: an answer of 50 MB is cut off, and the call says that it was too large", async () => {
    let sent = 0;
    scene.fake.behave(({ id }, response) => {
      response.writeHead(200, { "content-type": "application/json" });
      response.write(`{"jsonrpc":"2.0","id":${String(id)},"result":{"content":["`);
      const block = "x".repeat(1_048_576);
      const fill = () => {
        while (!response.destroyed && sent < 50) {
          sent += 1;
          if (!response.write(block)) return;
        }
      };
      response.on("drain", fill);
      fill();
    });
    const [isError, text] = await sayOf();
    expect(isError).toBe(true);
    expect(text).toContain('"Berlin" gave an answer larger than we pass on');
    expect(sent).toBeLessThan(50);
  });

  test("a smaller bound on answers holds for JSON and for event streams", async () => {
    allow({ resultBytesMax: 2_048 });
    const content = [{ type: "text", text: "x".repeat(4_096) }];
    scene.fake.behave(({ id }, response) =>
      answerJson(response, 200, { jsonrpc: "2.0", id, result: { content } }),
    );
    expect((await sayOf())[1]).toContain("larger than we pass on");
    scene.fake.behave(({ id }, response) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.end(`data: ${JSON.stringify({ jsonrpc: "2.0", id, result: { content } })}\n\n`);
    });
    expect((await sayOf())[1]).toContain("larger than we pass on");
  });

  test("H16: a call that takes too long, silent or a byte at a time, is cancelled at the instance", async () => {
    allow({ callMsMax: 200 });
    for (const dribble of [false, true]) {
      let timer: NodeJS.Timeout | undefined;
      const cancelled = scene.fake.received("notifications/cancelled");
      scene.fake.behave((_message, response) => {
        if (!dribble) return;
        response.writeHead(200, { "content-type": "text/event-stream" });
        timer = setInterval(() => response.write(":"), 10);
      });
      expect((await sayOf())[1]).toContain('"Berlin" did not answer in time');
      expect((await cancelled).params).toMatchObject({ reason: "timeout" });
      clearInterval(timer);
    }
  });

  test("what is nested too deeply is refused from an app and from an instance", async () => {
    allow({ depthMax: 20 });
    const nest = (depth: number): unknown => (depth === 0 ? 1 : [nest(depth - 1)]);
    expect((await callWith({ a: nest(25) })).status).toBe(400);
    scene.fake.behave(({ id }, response) =>
      answerJson(response, 200, { jsonrpc: "2.0", id, result: { content: [], more: nest(25) } }),
    );
    expect((await sayOf())[1]).toContain("gives answers we cannot read");
    scene.fake.behave(echo);
    expect((await callWith({ a: nest(10) })).status).toBe(200);
  });

  test("a body that is too large is 413 before it is read", async () => {
    allow({ bodyBytesMax: 2_000 });
    const response = await callWith({ a: "x".repeat(2_000) });
    expect([response.status, await response.text()]).toEqual([
      413,
      expect.stringContaining("larger than this server takes"),
    ]);
  });
});

describe("a slow reader", () => {
  const NOTICES = 120;
  const NOTICE_LENGTH = 262_144;
  const NOTICE = `data: ${JSON.stringify({
    jsonrpc: "2.0",
    method: "notifications/io.example/notice",
    params: { text: "x".repeat(NOTICE_LENGTH) },
  })}\n\n`;
  /** Notifications of an extension, a quarter of a MiB each, written as fast as they are taken; then the result. */
  function flood(): { taken: () => number } {
    let taken = 0;
    const pour = async (id: unknown, response: ServerResponse) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      for (; taken < NOTICES; taken++) if (!response.write(NOTICE)) await once(response, "drain");
      response.end(`data: ${JSON.stringify({ jsonrpc: "2.0", id, result: { content: [] } })}\n\n`);
    };
    scene.fake.behave((message, response) => {
      const { flood: isFlood } = message.params["arguments"] as { flood?: boolean };
      if (isFlood === true) void pour(message.id, response);
      else echo(message, response);
    });
    return { taken: () => taken };
  }

  /** A client that reads nothing until told to. */
  function ask(): Socket {
    const body = JSON.stringify({
      jsonrpc: "2.0",
      id: "slow",
      method: "tools/call",
      params: { name: "list_agents", arguments: { flood: true } },
    });
    const socket = connect(Number(new URL(scene.gateway.url).port), "127.0.0.1");
    socket.pause();
    socket.write(
      `POST /api/mcp HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${scene.token}\r\n` +
        `Accept: application/json, text/event-stream\r\nContent-Type: application/json\r\nConnection: close\r\n` +
        `Content-Length: ${body.length}\r\n\r\n${body}`,
    );
    return socket;
  }

  test("stops us reading the instance, and gets everything once it reads", async () => {
    allow({ resultBytesMax: 2 * NOTICES * NOTICE_LENGTH });
    const { taken } = flood();
    const received = scene.fake.received("tools/call");
    const socket = ask();
    await received;
    // Others are served meanwhile, again and again, and the instance still cannot get rid of what it has to say.
    for (let calls = 0; calls < 50; calls++) await call();
    expect(taken()).toBeLessThan(NOTICES / 2);

    let length = 0;
    let tail = "";
    socket.on("data", (chunk: Buffer) => {
      length += chunk.byteLength;
      tail = (tail + chunk.toString("latin1")).slice(-500);
    });
    socket.resume();
    await once(socket, "end");
    expect(taken()).toBe(NOTICES);
    expect(length).toBeGreaterThan(NOTICES * NOTICE_LENGTH);
    expect(tail).toContain('"id":"slow","result":{"content":[]}');
  });

  test("that leaves lets the instance go too", async () => {
    allow({ resultBytesMax: 2 * NOTICES * NOTICE_LENGTH });
    const { taken } = flood();
    const received = scene.fake.received("tools/call");
    const socket = ask();
    await received;
    socket.destroy();
    await expect.poll(taken, { timeout: 30_000 }).toBe(NOTICES);
  });
});

test("K15: of a flood of notifications a client is passed on a bounded part, and its answer", async () => {
  scene.fake.behave(({ id }, response) => {
    const notice = `data: {"jsonrpc":"2.0","method":"notifications/io.example/tick","params":{}}\n\n`;
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.end(
      notice.repeat(5_000) + `data: ${JSON.stringify({ jsonrpc: "2.0", id, result: { content: [] } })}\n\n`,
    );
  });
  const text = await (await callWith({})).text();
  const passed = text.split("notifications/io.example/tick").length - 1;
  expect(passed).toBeGreaterThanOrEqual(200);
  expect(passed).toBeLessThan(1_000);
  expect(text).toContain('"resultType":"complete"');
});
