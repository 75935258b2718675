import { expect, test } from "vitest";
import type { UpstreamFailureReason } from "../session-failure.ts";
import type { UpstreamReply } from "../upstream-session.ts";
import { Breaker } from "./breaker.ts";

const WELL: UpstreamReply = { ok: true, result: {}, text: "{}" };
const down = (reason: UpstreamFailureReason = "failed", status?: number): UpstreamReply => ({
  ok: false,
  reason,
  ...(status === undefined ? {} : { status }),
});

/** A breaker under a clock of the test's; `call` is whether a call was let through. */
function makeBreaker(random = 1) {
  let now = 1_000_000;
  const breaker = new Breaker({ now: () => now, random: () => random });
  const call = (reply: UpstreamReply) => {
    const admission = breaker.admit();
    if (admission.ok) admission.note(reply);
    return admission.ok;
  };
  return { breaker, call, pass: (ms: number) => (now += ms), since: () => new Date(now) };
}

test("H21: ten failures in a row and not one fewer open it; a call is then refused with the time it began", () => {
  const { breaker, call, pass, since } = makeBreaker();
  const began = since();
  for (let count = 0; count < 10; count++) {
    expect(call(down())).toBe(true);
    pass(10);
  }
  expect(breaker.admit()).toEqual({ ok: false, since: began });
});

test.each([
  ["an answer", WELL],
  ["a refused key", down("refused_key", 401)],
  ["nonsense", down("protocol")],
  ["a lost session", down("session_gone", 404)],
])("H21: %s in between begins a new row", (_what, reply) => {
  const { call } = makeBreaker();
  for (let count = 0; count < 9; count++) call(down("unreachable"));
  call(reply);
  for (let count = 0; count < 9; count++) call(down("timeout"));
  expect(call(WELL)).toBe(true);
});

test.each([
  ["a call that was cancelled", down("aborted")],
  ["a call that found no place", down("busy")],
  ["being told to come more slowly", down("failed", 429)],
])("%s says nothing of the instance's health", (_what, reply) => {
  const { call } = makeBreaker();
  for (let count = 0; count < 50; count++) expect(call(reply)).toBe(true);
  for (let count = 0; count < 9; count++) call(down());
  call(reply);
  call(down());
  expect(call(WELL)).toBe(false);
});

test("H21: one call tries after 1 s, then 2, 4 … 30 s, and its success lets all through", () => {
  const { call, pass } = makeBreaker();
  for (let count = 0; count < 10; count++) call(down());
  for (const seconds of [1, 2, 4, 8, 16, 30, 30]) {
    pass(seconds * 1_000 - 1);
    expect(call(down())).toBe(false);
    pass(1);
    expect(call(down())).toBe(true);
    expect(call(down())).toBe(false);
  }
  pass(30_000);
  expect([call(WELL), call(WELL), call(WELL)]).toEqual([true, true, true]);
});

test("a wait is shorter by chance, and never than half", () => {
  const { call, pass } = makeBreaker(0);
  for (let count = 0; count < 10; count++) call(down());
  pass(499);
  expect(call(WELL)).toBe(false);
  pass(1);
  expect(call(WELL)).toBe(true);
});

test("a probe that hangs keeps the others away no longer than a wait", () => {
  const { breaker, call, pass } = makeBreaker();
  for (let count = 0; count < 10; count++) call(down());
  pass(1_000);
  expect(breaker.admit().ok).toBe(true);
  expect(call(WELL)).toBe(false);
  pass(1_000);
  expect(call(WELL)).toBe(true);
});

test("calls that were under way when it opened do not make the wait longer", () => {
  const { breaker, call, pass } = makeBreaker();
  const admissions = Array.from({ length: 100 }, () => breaker.admit());
  for (const admission of admissions) if (admission.ok) admission.note(down("timeout"));
  pass(1_000);
  expect(call(WELL)).toBe(true);
});
