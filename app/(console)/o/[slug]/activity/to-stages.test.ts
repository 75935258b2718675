import { expect, test } from "vitest";
import type { CallOutcome } from "#lib/activity/schema.ts";
import { toStages, toStageTimes } from "./to-stages.ts";

const MARKS = { passed: "+", failed: "x", notReached: "-", waiting: "…", seen: "?" };
const show = (outcome: CallOutcome, more: { layer?: string; reason?: string } = {}) =>
  toStages({ outcome, layer: null, reason: null, ...more })
    .stages.map(({ mark }) => MARKS[mark])
    .join("");

test.each([
  ["ok", {}, "+++++"],
  ["asked", {}, "+++++"],
  ["tool_error", {}, "++++x"],
  ["started", {}, "++++…"],
  ["cancelled", { reason: "client" }, "++++-"],
  ["cut", {}, "++++-"],
  ["denied", { layer: "role" }, "+x---"],
  ["denied", { layer: "instance" }, "++++x"],
  ["limited", {}, "+x---"],
  ["upstream_failed", { reason: "no_key" }, "++x--"],
  ["upstream_failed", { reason: "refused_key" }, "++x--"],
  ["upstream_failed", { reason: "unreachable" }, "+++x-"],
  ["upstream_failed", { reason: "timeout" }, "++++x"],
  ["upstream_failed", { reason: "of later" }, "++++x"],
] as const)("%s %j is drawn %s: request, policy, key, instance, answer", (outcome, more, drawn) => {
  expect(show(outcome, more)).toBe(drawn);
});

test.each([
  [
    { ms: 48, decidedMs: 6, upstreamMs: 40 },
    { policy: 6, key: 2, sent: 40 },
  ],
  [{ ms: 3, decidedMs: 3, upstreamMs: null }, { policy: 3 }],
  [{ ms: 48, decidedMs: null, upstreamMs: null }, {}],
  [{ ms: null, decidedMs: null, upstreamMs: null }, {}],
])("%j is told as %j", (call, times) => {
  expect(toStageTimes(call)).toEqual(times);
});
