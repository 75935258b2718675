import { expect, test, vi } from "vitest";
import type { OpenedSession, UpstreamSession } from "../open-session.ts";
import { SessionPool } from "./session-pool.ts";

const makeSession = (onClose = () => {}): UpstreamSession => ({
  era: "legacy",
  protocolVersion: "2025-11-25",
  serverName: "x",
  capabilities: {},
  sessionId: "x",
  request: () => Promise.resolve({ ok: true, result: {}, text: "{}" }),
  respond: () => Promise.resolve(true),
  listen: () => Promise.resolve({ ok: false, reason: "protocol" }),
  notify: () => Promise.resolve(true),
  close: () => Promise.resolve(onClose()),
});
const opened = (session = makeSession()): OpenedSession => ({ ok: true, session });

test("many who ask at once share one opening; another name gets its own", async () => {
  const pool = new SessionPool();
  let openings = 0;
  const open = async () => {
    openings++;
    return opened();
  };
  const [first, second, other] = await Promise.all([
    pool.lease("a", open),
    pool.lease("a", open),
    pool.lease("b", open),
  ]);
  expect(openings).toBe(2);
  expect(second).toBe(first);
  expect(other).not.toBe(first);
  await pool.close();
});

test("a failure to open is told to all who waited and not kept", async () => {
  const pool = new SessionPool();
  const failed: OpenedSession = { ok: false, reason: "unreachable" };
  expect(await pool.lease("a", () => Promise.resolve(failed))).toEqual(failed);
  expect((await pool.lease("a", () => Promise.resolve(opened()))).ok).toBe(true);
  await pool.close();
});

test("dropping a session that was replaced leaves the new one", async () => {
  const pool = new SessionPool();
  const old = makeSession();
  await pool.lease("a", () => Promise.resolve(opened(old)));
  pool.drop("a", old);
  const renewed = await pool.lease("a", () => Promise.resolve(opened()));
  pool.drop("a", old);
  expect(await pool.lease("a", () => Promise.resolve(opened()))).toBe(renewed);
  await pool.close();
});

test("it holds so many and no more, and ends what it displaces and what it holds when closed", async () => {
  const pool = new SessionPool(2);
  const ended: string[] = [];
  for (const name of ["a", "b", "c"]) {
    await pool.lease(name, () => Promise.resolve(opened(makeSession(() => ended.push(name)))));
  }
  expect([pool.size, ended]).toEqual([2, ["a"]]);
  await pool.close();
  expect(ended.toSorted()).toEqual(["a", "b", "c"]);
  expect(await pool.lease("d", () => Promise.resolve(opened()))).toEqual({ ok: false, reason: "aborted" });
});

test("one still opening when the pool closes is ended as soon as it is open", async () => {
  const pool = new SessionPool();
  const opening = Promise.withResolvers<OpenedSession>();
  const ended: string[] = [];
  const leased = pool.lease("a", () => opening.promise);
  await pool.close();
  opening.resolve(opened(makeSession(() => ended.push("a"))));
  await leased;
  expect(ended).toEqual(["a"]);
});

test("what nobody used for ten minutes is ended, and a session with a call or a stream under way is not", async () => {
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval", "Date"] });
  const pool = new SessionPool();
  const ended: string[] = [];
  const streaming = Promise.withResolvers<void>();
  const calling = Promise.withResolvers<never>();
  const make = (name: string): UpstreamSession => ({
    ...makeSession(() => ended.push(name)),
    request: () => calling.promise,
    listen: () => Promise.resolve({ ok: true, ended: streaming.promise }),
  });
  const lease = async (name: string) => {
    const leased = await pool.lease(name, () => Promise.resolve(opened(make(name))));
    if (!leased.ok) throw new Error(leased.reason);
    return leased.session;
  };
  await lease("idle");
  void (await lease("calling")).request({ method: "x", params: "{}" });
  const signal = new AbortController().signal;
  await (await lease("streaming")).listen({ signal, onNotification: () => undefined });
  vi.advanceTimersByTime(12 * 60_000);
  expect(ended).toEqual(["idle"]);
  streaming.resolve();
  await streaming.promise;
  vi.advanceTimersByTime(12 * 60_000);
  expect(ended).toEqual(["idle", "streaming"]);
  await pool.close();
  vi.useRealTimers();
});
