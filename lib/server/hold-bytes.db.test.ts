import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { afterEach, expect, test, vi } from "vitest";
import { getConfig, setConfig } from "#lib/platform/config/get-config.ts";
import { replaceOnce, takeOnce } from "#lib/platform/registry/once.ts";
import { mintGrantWithToken, mintMember } from "#lib/testing/mint.ts";
import { answerJson } from "#lib/testing/open-fake-upstream.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import { makeCalls, useGateway } from "#lib/testing/use-gateway.ts";
import { ByteBudget } from "./byte-budget.ts";

useDatabase();
const scene = useGateway();
const { call } = makeCalls(scene);

const MB = 1024 * 1024;
const sockets: { socket: Socket; isCut: boolean }[] = [];
afterEach(async () => {
  for (const { socket } of sockets) socket.destroy();
  await Promise.all(
    sockets.map(async ({ socket }) => {
      if (!socket.closed) await once(socket, "close");
    }),
  );
  sockets.length = 0;
  takeOnce("server.held-bytes");
});

function bound(bytes: number): ByteBudget {
  const budget = new ByteBudget(bytes);
  replaceOnce("server.held-bytes", budget);
  return budget;
}

/** A request that says it is so long, and the part of it that is sent. */
function begin(length: number, sent: string, token = scene.token) {
  const socket = connect(Number(new URL(scene.gateway.url).port), "127.0.0.1");
  const one = { socket, isCut: false };
  socket.on("error", () => undefined).on("close", () => (one.isCut = true));
  socket.write(
    `POST /api/mcp HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${token}\r\n` +
      `Content-Type: application/json\r\nAccept: application/json, text/event-stream\r\nContent-Length: ${length}\r\n\r\n${sent}`,
  );
  sockets.push(one);
  return one;
}

const toolCall = (filler: string) =>
  JSON.stringify({
    jsonrpc: "2.0",
    id: 1,
    method: "tools/call",
    params: { name: "list_agents", arguments: { filler } },
  });

test("K05: bodies that never come to an end are given up beyond a bound, and not those of others", async () => {
  const held = bound(10 * MB);
  const other = await mintGrantWithToken(await mintMember(scene.tenant, "member"), {
    groups: ["agents.read"],
  });
  const patient = begin(4 * MB, "x".repeat(MB), other.token);
  await vi.waitFor(() => expect(held.bytes).toBeGreaterThan(0.9 * MB), 30_000);
  const slow: ReturnType<typeof begin>[] = [];
  for (let count = 0; count < 5; count++) {
    slow.push(begin(4 * MB, "x".repeat(3 * MB)));
    await vi.waitFor(
      () =>
        expect(held.bytes + slow.filter(({ isCut }) => isCut).length * 3 * MB).toBeGreaterThan(
          (count + 1) * 2.9 * MB,
        ),
      30_000,
    );
  }
  await vi.waitFor(
    () => expect(slow.map(({ isCut }) => isCut)).toEqual([true, true, false, false, false]),
    30_000,
  );
  expect(held.bytes).toBeLessThanOrEqual(10 * MB);
  expect(patient.isCut).toBe(false);
  expect(await call({ n: 1 })).toMatchObject({ result: {} });
  for (const { socket } of sockets) socket.destroy();
  await vi.waitFor(() => expect(held.bytes).toBe(0), 30_000);
});

test("K05: answers that nobody reads are given up beyond a bound, the oldest first", async () => {
  const { mcp } = getConfig();
  setConfig({ ...getConfig(), mcp: { ...mcp, resultBytesMax: 64 * MB } });
  const held = bound(70 * MB);
  const text = "x".repeat(30 * MB);
  scene.fake.behave(({ id }, response) =>
    answerJson(response, 200, { jsonrpc: "2.0", id, result: { content: [{ type: "text", text }] } }),
  );
  const body = toolCall("");
  const slow: ReturnType<typeof begin>[] = [];
  for (let count = 0; count < 3; count++) {
    const one = begin(body.length, body);
    one.socket.pause();
    slow.push(one);
    await vi.waitFor(() => expect(held.bytes).toBeGreaterThan(Math.min(count + 1, 2) * 29 * MB), 10_000);
  }
  await vi.waitFor(() => expect(held.bytes).toBeLessThanOrEqual(70 * MB), 10_000);
  slow[0]?.socket.resume();
  await vi.waitFor(() => expect(slow[0]?.isCut).toBe(true), 10_000);
  setConfig({ ...getConfig(), mcp });
}, 40_000);
