import { afterEach, expect, test, vi } from "vitest";
import { newId, type TenantId, type UpstreamId } from "#lib/kernel/ids.ts";
import { once, takeOnce } from "#lib/platform/registry/once.ts";
import type { UpstreamReply } from "../upstream-session.ts";
import { guardCall } from "./guard-call.ts";

const WELL: UpstreamReply = { ok: true, result: {}, text: "{}" };
const REQUEST = { method: "tools/call", params: "{}" };
const newPlace = () => ({
  tenantId: newId<TenantId>(),
  upstreamId: newId<UpstreamId>(),
  url: "https://trinity.example.com/mcp",
  transport: "http",
});
const size = () => once("upstreams.guards", () => new Map()).size;

afterEach(() => {
  vi.useRealTimers();
  takeOnce("upstreams.guards");
});

test("what is known of instances is bounded, and forgotten when nobody uses them", async () => {
  vi.useFakeTimers({ toFake: ["performance"] });
  for (let count = 0; count < 5_100; count++) {
    vi.advanceTimersByTime(1);
    await guardCall(newPlace(), REQUEST, {}, () => Promise.resolve(WELL));
  }
  expect(size()).toBe(5_000);
  vi.advanceTimersByTime(10 * 60_000);
  await guardCall(newPlace(), REQUEST, {}, () => Promise.resolve(WELL));
  expect(size()).toBe(1);
});

test("H16: one that still has calls under way is not forgotten", async () => {
  vi.useFakeTimers({ toFake: ["performance"] });
  const place = newPlace();
  const held = Promise.withResolvers<UpstreamReply>();
  const calls = Array.from({ length: 200 }, () => guardCall(place, REQUEST, {}, () => held.promise));
  vi.advanceTimersByTime(60 * 60_000);
  await guardCall(newPlace(), REQUEST, {}, () => Promise.resolve(WELL));
  const late = guardCall(place, REQUEST, { timeoutMs: 1 }, () => Promise.resolve(WELL));
  expect(await late).toMatchObject({ ok: false, reason: "busy", isUnsent: true });
  held.resolve(WELL);
  await Promise.all(calls);
});

test("H21: while it is down a call is refused at once, also when others hang and would have to be waited for", async () => {
  const place = newPlace();
  const held = Promise.withResolvers<UpstreamReply>();
  const calls = Array.from({ length: 190 }, () => guardCall(place, REQUEST, {}, () => held.promise));
  const down: UpstreamReply = { ok: false, reason: "timeout" };
  for (let count = 0; count < 10; count++) await guardCall(place, REQUEST, {}, () => Promise.resolve(down));
  calls.push(...Array.from({ length: 20 }, () => guardCall(place, REQUEST, {}, () => held.promise)));
  const spared = await guardCall(place, REQUEST, { timeoutMs: 60_000 }, () => Promise.resolve(WELL));
  expect(spared).toMatchObject({ ok: false, reason: "unreachable", isUnsent: true, since: expect.any(Date) });
  held.resolve(WELL);
  await Promise.all(calls);
});
