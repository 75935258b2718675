import { expect, test } from "vitest";
import type { AttemptDetail, AttemptEvent, Outcome } from "#lib/activity/schema.ts";
import type { Stage } from "#lib/activity/terms.ts";
import { toSteps, toWait } from "./to-steps.ts";

const event = (stage: Stage, outcome: Outcome = "passed") => ({ stage, outcome }) as AttemptEvent;
const marksOf = (attempt: Partial<AttemptDetail>) =>
  toSteps({
    events: [],
    failedStage: null,
    quietSeconds: 0,
    verdict: { state: "going" },
    ...attempt,
  } as AttemptDetail).map(
    ({ stage, mark, waitedSeconds }) =>
      `${stage} ${mark}${waitedSeconds === null ? "" : ` ${waitedSeconds}`}`,
  );

test("what was not seen after the furthest step is not reached, and the next one says how long was waited", () => {
  const events = [event("S1"), event("S5"), event("S6"), event("S7")];
  const verdict = { state: "silent" } as AttemptDetail["verdict"];
  expect(marksOf({ events, furthest: "S7", verdict, quietSeconds: 40 })).toEqual([
    "S1 passed",
    "S5 passed",
    "S6 passed",
    "S7 passed",
    "S8 notReached 40",
    "S9 notReached",
    "S10 notReached",
  ]);
});

test("a step that failed and then passed has passed; one that failed last has failed", () => {
  const events = [event("S5"), event("S6", "failed"), event("S6")];
  expect(marksOf({ events, furthest: "S6" })).toContain("S6 passed");
  expect(marksOf({ events, furthest: "S6", failedStage: "S6" })).toContain("S6 failed");
  expect(marksOf({ events: [event("S5"), event("S6", "failed")], furthest: "S5" })).toContain("S6 failed");
  expect(marksOf({ events: [event("S4", "seen")], furthest: "S3" })).toContain("S4 seen");
});

test("a connected attempt shows a first call or a renewal only once there was one", () => {
  const events = [event("S5"), event("S10")];
  expect(marksOf({ events, furthest: "S10" })).toEqual(["S5 passed", "S10 passed"]);
  expect(
    marksOf({ events: [...events, event("S11", "failed")], furthest: "S10", failedStage: "S11" }),
  ).toContain("S11 failed");
});

test.each([
  [9.7, "seconds", 9],
  [60, "minutes", 1],
  [7_300, "hours", 2],
  [200_000, "days", 2],
])("%d seconds are said as %s %i", (seconds, unit, count) => {
  expect(toWait(seconds)).toEqual({ unit, count });
});
