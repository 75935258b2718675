import { once } from "node:events";
import type { ServerResponse } from "node:http";
import { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import { afterEach, describe, expect, test } from "vitest";
import { inTenant } from "#lib/platform/db/in-tenant.ts";
import { type Behaviour, echo } from "../open-fake-upstream.ts";
import { readEvents } from "../open-listening.ts";
import { openSse } from "../open-sse.ts";
import { useDatabase } from "../use-database.ts";
import { useGateway } from "../use-gateway.ts";
import { whenCalled } from "./misbehave.ts";
import { type ServerProcess, startProcess } from "./start-process.ts";

useDatabase();
const scene = useGateway();
const ERAS = ["legacy", "modern"] as const;
type Era = (typeof ERAS)[number];

const started: ServerProcess[] = [];
const start = async (wish: Parameters<typeof startProcess>[0] = {}) => {
  const one = await startProcess(wish);
  started.push(one);
  return one;
};
afterEach(async () => {
  await Promise.all(started.splice(0).map((one) => one.stop()));
});

const send = (at: ServerProcess, era: Era, args: object, headers: Record<string, string> = {}) =>
  at[era](
    "tools/call",
    { name: "list_agents", arguments: args, _meta: { progressToken: "mine" } },
    { token: scene.token, id: 0, headers },
  );

/** Every call shows progress and is then held, until its stream is let go with its own arguments as the answer. */
function holdCalls() {
  const held = new Map<string, { release: () => void; left: Promise<unknown>; response: ServerResponse }>();
  const waiting = new Map<string, () => void>();
  const before = scene.fake.count("tools/call");
  const hold: Behaviour = ({ id, params }, response) => {
    const { progressToken } = params["_meta"] as { progressToken: unknown };
    const text = JSON.stringify(params["arguments"]);
    const write = (message: object) =>
      response.write(`data: ${JSON.stringify({ jsonrpc: "2.0", ...message })}\n\n`);
    response.writeHead(200, { "content-type": "text/event-stream" });
    write({ method: "notifications/progress", params: { progressToken, progress: 1, message: text } });
    const release = () => {
      write({ id, result: { content: [{ type: "text", text }] } });
      response.end();
    };
    held.set(text, { release, left: once(response, "close"), response });
    waiting.get(text)?.();
  };
  scene.fake.behave(whenCalled(hold));
  return {
    /** The call with these arguments, once it is held. */
    async of(args: object) {
      const text = JSON.stringify(args);
      if (!held.has(text)) await new Promise<void>((resolve) => waiting.set(text, resolve));
      const call = held.get(text);
      if (call === undefined) throw new Error("no such call");
      return call;
    },
    count: () => scene.fake.count("tools/call") - before,
  };
}

const PROGRESS = { method: "notifications/progress", params: { progressToken: "mine", progress: 1 } };
const answerTo = (args: object) => ({ id: 0, result: { content: [{ text: JSON.stringify(args) }] } });

const HELLO = { protocolVersion: "2025-11-25", capabilities: {}, clientInfo: { name: "t", version: "1" } };
async function openSession(at: ServerProcess) {
  const opened = await at.legacy("initialize", HELLO, { token: scene.token, id: 1 });
  await opened.text();
  const handle = opened.headers.get("mcp-session-id") ?? "";
  const listen = async (where: ServerProcess) => {
    const stream = await openSse(where.url, scene.token, handle);
    await stream.next();
    return stream;
  };
  return { handle, listen };
}
/** A stream of 2026-07-28, acknowledged. */
async function listen(at: ServerProcess) {
  const notifications = { toolsListChanged: true };
  const asked = { token: scene.token, id: "l" };
  const stream = readEvents(await at.modern("subscriptions/listen", { notifications }, asked));
  expect(await stream.next()).toMatchObject({ method: "notifications/subscriptions/acknowledged" });
  return stream;
}

describe("a process is killed in the middle of streams of both eras", () => {
  test("G35: they break off without an answer, no call is sent again, and the other process goes on", async () => {
    const [first, second] = await Promise.all([start(), start()]);
    const calls = holdCalls();
    const open = async (at: ServerProcess, place: string) =>
      await Promise.all(ERAS.map(async (era) => readEvents(await send(at, era, { era, place }))));
    const [lost, kept] = [await open(first, "first"), await open(second, "second")];
    for (const stream of [...lost, ...kept]) expect(await stream.next()).toMatchObject(PROGRESS);
    await first.kill();
    // Never an end that looks like one: what came is not taken for all there was.
    for (const stream of lost) await expect(stream.next()).rejects.toThrow();
    for (const era of ERAS) {
      await (
        await calls.of({ era, place: "first" })
      ).left;
      (await calls.of({ era, place: "second" })).release();
    }
    for (const [index, stream] of kept.entries()) {
      expect(await stream.next()).toMatchObject(answerTo({ era: ERAS[index], place: "second" }));
      expect(await stream.next()).toBeNull();
    }
    expect(calls.count()).toBe(4);
    scene.fake.behave(echo);
    for (const era of ERAS) {
      await expect(send(first, era, {})).rejects.toThrow();
      expect(await (await send(second, era, { era })).json()).toMatchObject(answerTo({ era }));
    }
  });

  test("G35: the SDK's client gives its call up, and goes on at the other process when told to", async () => {
    const [first, second] = await Promise.all([start(), start()]);
    // A load balancer: to whoever is left.
    let place = first;
    const passOn: typeof fetch = (input, init) => {
      const { pathname } = new URL(String(input instanceof Request ? input.url : input));
      return fetch(`${place.url}${pathname}`, init);
    };
    const calls = holdCalls();
    const clients = await Promise.all(
      ERAS.map(async (era) => {
        const mode = era === "modern" ? "auto" : "legacy";
        const client = new Client({ name: "faults", version: "1" }, { versionNegotiation: { mode } });
        const requestInit = { headers: { authorization: `Bearer ${scene.token}` } };
        const url = new URL(`${first.url}/api/mcp`);
        await client.connect(new StreamableHTTPClientTransport(url, { requestInit, fetch: passOn }));
        const args = { name: "list_agents", arguments: { era } };
        const progressed = Promise.withResolvers<void>();
        const call = (timeout = 30_000) =>
          client.callTool(args, { timeout, onprogress: () => progressed.resolve() });
        return { era, call, progressed: progressed.promise, close: () => client.close() };
      }),
    );
    const lost = clients.map(({ call }) =>
      call(5_000).then(
        () => "answered",
        () => "lost",
      ),
    );
    await Promise.all(clients.map(({ progressed }) => progressed));
    place = second;
    await first.kill();
    expect(await Promise.all(lost)).toEqual(["lost", "lost"]);
    expect(calls.count()).toBe(2);
    scene.fake.behave(echo);
    for (const { era, call, close } of clients) {
      expect((await call()).content).toMatchObject([{ text: JSON.stringify({ era }) }]);
      await close();
    }
  });

  test("sessions and listening streams live on at the other process", async () => {
    const [first, second] = await Promise.all([start(), start()]);
    const session = await openSession(first);
    const [legacy, modern] = [await session.listen(first), await listen(first)];
    await first.kill();
    await expect(legacy.next()).rejects.toThrow();
    await expect(modern.next()).rejects.toThrow();
    const again = [await session.listen(second), await listen(second)];
    scene.fake.behave(echo);
    const answer = await send(second, "legacy", { on: true }, { "mcp-session-id": session.handle });
    expect(await answer.json()).toMatchObject(answerTo({ on: true }));
    for (const stream of again) await stream.close();
  });
});

const readLedger = () =>
  inTenant(scene.tenant.tenantId, (tx) =>
    tx.toolCall.findMany({ where: { tenantId: scene.tenant.tenantId }, orderBy: { at: "asc" } }),
  );

describe("a process is asked to end", () => {
  test("running calls of both eras get their answers, their streams an end, and then it is gone", async () => {
    const process = await start();
    const calls = holdCalls();
    const running = await Promise.all(
      ERAS.map(async (era) => readEvents(await send(process, era, { drained: era }))),
    );
    for (const stream of running) expect(await stream.next()).toMatchObject(PROGRESS);
    const ended = process.terminate();
    await expect
      .poll(
        () =>
          process.send({ path: "/readyz" }).then(
            ({ status }) => status,
            () => 503,
          ),
        { timeout: 30_000 },
      )
      .toBe(503);
    for (const era of ERAS) (await calls.of({ drained: era })).release();
    for (const [index, stream] of running.entries()) {
      expect(await stream.next()).toMatchObject(answerTo({ drained: ERAS[index] }));
      expect(await stream.next()).toBeNull();
    }
    expect(await ended).toBe(0);
    const drained = (await readLedger()).filter(({ name }) => name === "list_agents");
    expect(drained.slice(-2).map(({ outcome }) => outcome)).toEqual(["ok", "ok"]);
  });

  test("listening streams end as if nothing had happened, so that their clients open them elsewhere", async () => {
    const process = await start();
    const session = await openSession(process);
    const [legacy, modern] = [await session.listen(process), await listen(process)];
    const ended = process.terminate();
    expect(await legacy.rest()).toEqual([]);
    expect(await modern.next()).toMatchObject({ id: "l", result: { resultType: "complete" } });
    expect(await modern.next()).toBeNull();
    expect(await ended).toBe(0);
  });

  test("a call that does not end is cut after a while, its instance let go, and it is in the ledger", async () => {
    const process = await start({ drainMs: 200 });
    const calls = holdCalls();
    const before = (await readLedger()).length;
    const running = await Promise.all(
      ERAS.map(async (era) => readEvents(await send(process, era, { cut: era }))),
    );
    for (const stream of running) expect(await stream.next()).toMatchObject(PROGRESS);
    const ended = process.terminate();
    for (const stream of running) await expect(stream.next()).rejects.toThrow();
    for (const era of ERAS) await (await calls.of({ cut: era })).left;
    expect(await ended).toBe(0);
    expect((await readLedger()).length - before).toBe(2);
  });
});
