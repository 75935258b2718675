import { afterEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { takeOnce } from "#lib/platform/registry/once.ts";
import { mintTenant, mintUpstream } from "#lib/testing/mint.ts";
import { type RawRequest, sendJson } from "#lib/testing/open-raw-upstream.ts";
import { openModernUpstream, openSseUpstream } from "#lib/testing/open-sdk-upstream.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import { RAW_KEY, useRawUpstream } from "#lib/testing/use-raw-upstream.ts";
import { closeSessions, leaseSession, type SessionOwner } from "./lease-session.ts";

useDatabase();
const scene = useRawUpstream({ hasConfig: true });
const CALL = { method: "tools/call", params: '{"name":"x"}' };

afterEach(async () => {
  await closeSessions();
  takeOnce("upstreams.guards");
  takeOnce("upstreams.eras");
});

/** An instance at the scene's server (or another), of an organisation of its own unless told. */
async function mintOwner(given: Partial<SessionOwner> = {}, key = RAW_KEY): Promise<SessionOwner> {
  const { url = scene.raw.url } = given;
  const tenant = given.tenantId === undefined ? await mintTenant() : { tenantId: given.tenantId };
  const minted = await mintUpstream(tenant as Awaited<ReturnType<typeof mintTenant>>, {
    url,
    key,
    tools: [],
  });
  return {
    tenantId: tenant.tenantId,
    upstreamId: minted.upstreamId,
    url,
    keyHeader: "authorization",
    transport: "http",
    key: { id: minted.keyId, version: 1 },
    ...given,
  };
}

const succeed = ({ response, message: { id } }: RawRequest) =>
  sendJson(response, 200, { jsonrpc: "2.0", id, result: {} });
const fail =
  (status: number) =>
  ({ response }: RawRequest) =>
    void response.writeHead(status).end();

describe("a session", () => {
  test("is opened once however many ask, and ended when all are", async () => {
    scene.answer(succeed);
    const owner = await mintOwner();
    const replies = await Promise.all(Array.from({ length: 50 }, () => leaseSession(owner).request(CALL)));
    expect(replies.every(({ ok }) => ok)).toBe(true);
    expect(scene.raw.count("initialize")).toBe(1);
    expect(new Set(scene.raw.seen.map(({ message }) => message.id)).size).toBe(52);
    await closeSessions();
    expect(scene.raw.seen.at(-1)?.method).toBe("DELETE");
  });

  test.each([404, 401, 400])(
    "that ended (%i) is opened anew, and the call sent once more over it",
    async (status) => {
      let alive = "session-1";
      scene.answer((asked) => {
        if (asked.request.headers["mcp-session-id"] === alive) succeed(asked);
        else fail(status)(asked);
      });
      const owner = await mintOwner();
      expect((await leaseSession(owner).request(CALL)).ok).toBe(true);
      alive = "session-2";
      const before = scene.raw.answer;
      scene.raw.answer = (asked) => {
        if (asked.message.method !== "initialize") return before(asked);
        const result = { protocolVersion: "2025-11-25", capabilities: {} };
        const body = { jsonrpc: "2.0", id: asked.message.id, result };
        return sendJson(asked.response, 200, body, { "mcp-session-id": alive });
      };
      expect((await leaseSession(owner).request(CALL)).ok).toBe(true);
      expect([scene.raw.count("initialize"), scene.raw.count("tools/call")]).toEqual([2, 3]);
    },
  );

  test("stays where a 400 is the request's own, and the request is sent once", async () => {
    scene.answer((asked) => (asked.message.method === "ping" ? succeed(asked) : fail(400)(asked)));
    const owner = await mintOwner();
    expect(await leaseSession(owner).request(CALL)).toMatchObject({
      ok: false,
      reason: "protocol",
      status: 400,
    });
    expect([scene.raw.count("initialize"), scene.raw.count("tools/call")]).toEqual([1, 1]);
  });

  test("over HTTP+SSE is opened anew when its stream was cut", async () => {
    const upstream = await scene.start(openSseUpstream);
    const owner = await mintOwner({ url: upstream.url, transport: "sse" });
    const echo = { method: "tools/call", params: '{"name":"echo"}' };
    expect((await leaseSession(owner).request(echo)).ok).toBe(true);
    upstream.cut();
    await expect
      .poll(async () => (await leaseSession(owner).request(echo)).ok, { timeout: 30_000 })
      .toBe(true);
    expect(upstream.seen.filter(({ method }) => method === "GET")).toHaveLength(2);
  });
});

describe("a refused key", () => {
  test("is looked at twice before it counts: a backend that was away for a moment costs nobody anything", async () => {
    scene.answer(succeed);
    const { answer } = scene.raw;
    let refusals = 1;
    scene.raw.answer = (asked) => (refusals-- > 0 ? fail(401)(asked) : answer(asked));
    expect((await leaseSession(await mintOwner()).request(CALL)).ok).toBe(true);
  });

  test("counts when a fresh session is refused too, and the call was never sent", async () => {
    scene.raw.answer = fail(401);
    expect(await leaseSession(await mintOwner()).request(CALL)).toMatchObject({
      ok: false,
      reason: "refused_key",
      isUnsent: true,
    });
    expect([scene.raw.count("initialize"), scene.raw.count("tools/call")]).toEqual([2, 0]);
  });

  test("counts when a fresh session is accepted and the call is not", async () => {
    scene.answer(fail(401));
    expect(await leaseSession(await mintOwner()).request(CALL)).toMatchObject({ reason: "refused_key" });
    expect([scene.raw.count("initialize"), scene.raw.count("tools/call")]).toEqual([2, 2]);
  });
});

describe("the era", () => {
  test("is the wanted one where it is spoken", async () => {
    const upstream = await scene.start((key) => openModernUpstream(key, true));
    const owner = await mintOwner({ url: upstream.url });
    const call = { method: "tools/call", params: '{"name":"echo"}' };
    for (const era of ["modern", "legacy"] as const) {
      expect((await leaseSession({ ...owner, era }).request(call)).ok).toBe(true);
    }
    const methods = upstream.seen.map(({ text }) => (JSON.parse(text) as { method: string }).method);
    expect(methods).toEqual([
      "server/discover",
      "tools/call",
      "initialize",
      "notifications/initialized",
      "tools/call",
    ]);
  });

  test("is asked for once where it is not spoken, also by a Trinity that refuses a good key to such a question", async () => {
    scene.answer((asked) => (asked.message.method === "server/discover" ? fail(401)(asked) : succeed(asked)));
    const owner = { ...(await mintOwner()), era: "modern" } as const;
    for (let count = 0; count < 3; count++) expect((await leaseSession(owner).request(CALL)).ok).toBe(true);
    expect([scene.raw.count("server/discover"), scene.raw.count("initialize")]).toEqual([1, 1]);
  });

  test("of an instance that speaks only the new one is found out for older clients", async () => {
    const upstream = await scene.start(openModernUpstream);
    const owner = await mintOwner({ url: upstream.url });
    expect((await leaseSession(owner).session()).ok).toBe(true);
    expect(await leaseSession(owner).session()).toMatchObject({ session: { era: "modern" } });
  });
});

describe("an instance that is down", () => {
  test.each([
    ["H22: a call is sent once", CALL, 1],
    ["H22: a list is asked for twice at most", { method: "tools/list", params: "{}" }, 2],
  ])("%s", async (_name, request, times) => {
    scene.answer(fail(503));
    expect(await leaseSession(await mintOwner()).request(request)).toMatchObject({
      reason: "failed",
      status: 503,
    });
    expect(scene.raw.count(request.method)).toBe(times);
  });

  test("H21: is spared after ten failures, with the time they began, and no other instance or organisation is", async () => {
    // However slow the machine is, the time it is spared does not pass unless the test says so.
    vi.useFakeTimers({ toFake: ["Date"] });
    onTestFinished(() => void vi.useRealTimers());
    const [owner, elsewhere] = [await mintOwner(), await mintOwner()];
    const beside = await mintOwner({ tenantId: owner.tenantId });
    scene.answer(fail(500));
    const began = Date.now();
    for (let count = 0; count < 10; count++) {
      expect(await leaseSession(owner).request(CALL)).toMatchObject({ reason: "failed" });
    }
    const spared = await leaseSession(owner).request(CALL);
    expect(spared).toMatchObject({ ok: false, reason: "unreachable", isUnsent: true });
    const since = spared.ok ? undefined : spared.since?.getTime();
    expect(since).toBeGreaterThanOrEqual(began);
    expect(scene.raw.count("tools/call")).toBe(10);
    scene.answer(succeed);
    for (const other of [elsewhere, beside]) expect((await leaseSession(other).request(CALL)).ok).toBe(true);
    vi.setSystemTime(Date.now() + 1_000);
    expect((await leaseSession(owner).request(CALL)).ok).toBe(true);
  });

  test("H21: at a new address it is another", async () => {
    const owner = await mintOwner();
    scene.answer(fail(500));
    for (let count = 0; count < 10; count++) await leaseSession(owner).request(CALL);
    scene.answer(succeed);
    expect((await leaseSession({ ...owner, url: `${owner.url}/moved` }).request(CALL)).ok).toBe(true);
  });
});

test("H16: one that hangs takes two hundred calls and a line of a thousand; the next is refused, and others go on", async () => {
  const [owner, elsewhere] = [await mintOwner(), await mintOwner()];
  const beside = await mintOwner({ tenantId: owner.tenantId });
  let held = 0;
  const allHeld = Promise.withResolvers<void>();
  scene.answer(() => void (++held === 200 && allHeld.resolve()));
  const giving = new AbortController();
  const calls = Array.from({ length: 1_200 }, () =>
    leaseSession(owner).request(CALL, { signal: giving.signal }),
  );
  await allHeld.promise;
  expect(await leaseSession(owner).request(CALL)).toEqual({ ok: false, reason: "busy", isUnsent: true });
  expect(held).toBe(200);
  scene.answer(succeed);
  for (const other of [elsewhere, beside]) expect((await leaseSession(other).request(CALL)).ok).toBe(true);
  giving.abort();
  const reasons = (await Promise.all(calls)).map((reply) => (reply.ok ? "ok" : reply.reason));
  expect(new Set(reasons)).toEqual(new Set(["aborted"]));
  expect((await leaseSession(owner).request(CALL)).ok).toBe(true);
});

test("H16: the time a call waits for its turn is of its own", async () => {
  const owner = await mintOwner();
  scene.answer(() => undefined);
  const giving = new AbortController();
  const calls = Array.from({ length: 200 }, () =>
    leaseSession(owner).request(CALL, { signal: giving.signal }),
  );
  await expect.poll(() => scene.raw.count("tools/call"), { timeout: 30_000 }).toBe(200);
  expect(await leaseSession(owner).request(CALL, { timeoutMs: 20 })).toMatchObject({ reason: "busy" });
  giving.abort();
  await Promise.all(calls);
});

test("H16: an opening that hangs does not hold a call beyond its time, and nothing was sent", async () => {
  scene.raw.answer = () => undefined;
  const reply = await leaseSession(await mintOwner()).request(CALL, { timeoutMs: 20 });
  expect(reply).toEqual({ ok: false, reason: "timeout", isUnsent: true });
  expect(scene.raw.count("tools/call")).toBe(0);
});

test("H20: two organisations, and two keys, at one origin share neither sockets nor sessions", async () => {
  let sessions = 0;
  const { tenantId, ...first } = await mintOwner({}, "key-one-of-a");
  const owners: SessionOwner[] = [
    { tenantId, ...first },
    await mintOwner({ tenantId }, "key-two-of-a"),
    await mintOwner({}, "key-one-of-b"),
  ];
  scene.answer(succeed);
  const { answer } = scene.raw;
  scene.raw.answer = (asked) => {
    if (asked.message.method !== "initialize") return answer(asked);
    const result = { protocolVersion: "2025-11-25", capabilities: {} };
    const body = { jsonrpc: "2.0", id: asked.message.id, result };
    return sendJson(asked.response, 200, body, { "mcp-session-id": `session-${++sessions}` });
  };
  for (let round = 0; round < 3; round++) {
    await Promise.all(owners.map((owner) => leaseSession(owner).request(CALL)));
  }
  expect(sessions).toBe(3);
  const keysOf = new Map<unknown, Set<unknown>>();
  for (const { headers } of scene.raw.seen) {
    const id = headers["mcp-session-id"];
    if (id !== undefined) keysOf.set(id, (keysOf.get(id) ?? new Set()).add(headers.authorization));
  }
  expect([...keysOf.values()].map(({ size }) => size)).toEqual([1, 1, 1]);
  for (const keys of scene.raw.sockets.values()) expect(new Set(keys.match(/key-\w+-of-\w/g)).size).toBe(1);
});
