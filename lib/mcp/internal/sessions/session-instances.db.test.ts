import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { getConfig } from "#lib/platform/config/get-config.ts";
import type { BenchProcess } from "#lib/testing/bench/gateway/start-process.ts";
import { startInstances } from "#lib/testing/bench/revocation/start-instances.ts";
import { openSse, type Sse } from "#lib/testing/open-sse.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import { connectSession, useSessions } from "#lib/testing/use-sessions.ts";

useDatabase();
const scene = useSessions();

let instances: BenchProcess[] = [];
beforeAll(async () => {
  const { publicUrl, secrets, databaseUrl, databaseAuthUrl, outboundAllow } = getConfig();
  const env = {
    PUBLIC_URL: publicUrl,
    SECRETS: secrets.join(","),
    LOG_LEVEL: "silent",
    DATABASE_URL: String(databaseUrl),
    DATABASE_AUTH_URL: String(databaseAuthUrl),
    DATABASE_OWNER_URL: String(databaseUrl),
    OUTBOUND_ALLOW: outboundAllow.join(","),
  };
  instances = await startInstances({ count: 2, isHearing: true, env });
});
afterAll(() => Promise.all(instances.map((instance) => instance.stop())));

/** Every request goes to the other instance than the one before, as behind a load balancer without stickiness. */
function alternate(): typeof fetch {
  let turn = 0;
  return (_input, init) => fetch(`${instances[turn++ % 2]?.url ?? ""}/api/mcp`, init);
}

const connect = (capabilities = {}) =>
  connectSession({ url: "http://either", token: scene.token, capabilities, fetch: alternate() });
const subscribed = () => scene.upstream.open().filter(({ uris }) => uris.has("test://a"));
const ask = (index: number, message: object, handle?: string) =>
  fetch(`${instances[index]?.url ?? ""}/api/mcp`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      accept: "application/json, text/event-stream",
      authorization: `Bearer ${scene.token}`,
      ...(handle === undefined ? {} : { "mcp-session-id": handle }),
    },
    body: JSON.stringify({ jsonrpc: "2.0", id: 1, ...message }),
  });
const pingAt = async (index: number, handle: string) => (await ask(index, { method: "ping" }, handle)).status;
/** A session whose client has opened no stream. */
const initialize = async () => {
  const clientInfo = { name: "x", version: "1" };
  const params = { protocolVersion: "2025-11-25", capabilities: {}, clientInfo };
  return String((await ask(0, { method: "initialize", params })).headers.get("mcp-session-id"));
};

test("a session lives at two instances in turn, with one upstream session of its own", async () => {
  const { client, transport, heard, call } = await connect({ roots: { listChanged: true } });
  const sessions = new Set<string>();
  for (let count = 0; count < 6; count++) sessions.add((await call()).session);
  expect(sessions.size).toBe(1);
  await client.setLoggingLevel("error");
  await client.subscribeResource({ uri: "test://a" });
  const [held] = subscribed();
  expect([subscribed().length, held?.transport.sessionId]).toEqual([1, [...sessions][0]]);
  await vi.waitFor(() => expect(held?.isListening).toBe(true), 10_000);
  await scene.upstream.update("test://a");
  // The stream of the session may have been somebody's who listened while a call ran: then it is told a moment later.
  await vi.waitFor(() => expect(heard.updates).toContain("test://a"), 10_000);
  await scene.upstream.say("warning", "quiet");
  await scene.upstream.say("error", "loud");
  await vi.waitFor(() => expect(heard.messages.at(-1)).toBe("error: loud"), 10_000);
  expect(heard.messages).not.toContain("warning: quiet");
  const handle = String(transport.sessionId);
  expect([await pingAt(0, handle), await pingAt(1, handle)]).toEqual([200, 200]);
  await transport.terminateSession();
  await vi.waitFor(
    async () => expect([await pingAt(0, handle), await pingAt(1, handle)]).toEqual([404, 404]),
    10_000,
  );
  await vi.waitFor(() => expect(held?.isEnded).toBe(true), 10_000);
  await client.close();
}, 30_000);

test("DELETE at one instance cuts the stream at the other", async () => {
  const { client, transport } = await connect();
  const handle = String(transport.sessionId);
  const streams = await Promise.all(instances.map(({ url }) => openSse(url, scene.token, handle)));
  await transport.terminateSession();
  await Promise.all(streams.map((stream) => stream.rest()));
  await client.close();
}, 30_000);

/** Says what changed until one of the streams hears it, and how often each has. */
function watch(older: Sse, newer: Sse) {
  const told = { older: 0, newer: 0 };
  const count = async (which: "older" | "newer", stream: Sse) => {
    for (;;) {
      await stream.nextOf("notifications/resources/updated");
      told[which]++;
    }
  };
  const counting = [count("older", older), count("newer", newer)].map((one) => one.catch(() => undefined));
  const until = async (which: "older" | "newer") => {
    const before = told[which];
    await vi.waitFor(async () => {
      await scene.upstream.update("test://a");
      expect(told[which]).toBeGreaterThan(before);
    }, 10_000);
  };
  const untilNewest = async () => {
    await until("newer");
    const before = told.older;
    for (let times = 0; times < 5; times++) await until("newer");
    expect(told.older).toBe(before);
  };
  return { until, untilNewest, end: async () => void (await Promise.all(counting)) };
}

test("of streams at both instances the newest is told, and when it leaves the older one again", async () => {
  const handle = await initialize();
  await ask(1, { method: "resources/subscribe", params: { uri: "test://a" } }, handle);
  const [held] = subscribed();
  const older = await openSse(instances[0]?.url ?? "", scene.token, handle);
  await vi.waitFor(() => expect(held?.isListening).toBe(true), 10_000);
  const newer = await openSse(instances[1]?.url ?? "", scene.token, handle);
  const { until, untilNewest, end } = watch(older, newer);
  await untilNewest();
  newer.close();
  await until("older");
  older.close();
  await end();
}, 30_000);

test("of streams opened before there was anything to tell, the newest is told", async () => {
  for (const [first, second] of [
    [0, 1],
    [1, 0],
    [0, 0],
  ] as const) {
    const handle = await initialize();
    const older = await openSse(instances[first]?.url ?? "", scene.token, handle);
    const newer = await openSse(instances[second]?.url ?? "", scene.token, handle);
    await ask(first, { method: "resources/subscribe", params: { uri: "test://a" } }, handle);
    const { untilNewest, end } = watch(older, newer);
    await untilNewest();
    for (const stream of [older, newer]) stream.close();
    await end();
  }
}, 60_000);
