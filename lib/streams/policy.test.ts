import { describe, expect, test } from "vitest";
import { toWaitMs } from "./internal/delivering/pace.ts";
import { ofStatus, toState } from "./policy.ts";
import { isCollectorHeader } from "./schema.ts";

describe("how long a stream waits after failures", () => {
  test("grows from some seconds to at most a quarter of an hour, and is never quite the same", () => {
    expect([1, 2, 3, 8, 9, 50, 5_000].map((failures) => toWaitMs(failures, 1))).toEqual([
      5_000, 10_000, 20_000, 640_000, 900_000, 900_000, 900_000,
    ]);
    expect(toWaitMs(9, 0)).toBe(450_000);
  });
});

test.each([
  [200, null],
  [204, null],
  [100, "refused"],
  [401, "denied"],
  [403, "denied"],
  [413, "refused"],
  [429, "busy"],
  [500, "broken"],
  [503, "busy"],
])("a status of %i means %s", (status, meaning) => {
  expect(ofStatus(status)).toBe(meaning);
});

test.each([
  ["authorization", true],
  ["dd-api-key", true],
  ["webhook-signature", false],
  ["trinity-kind", false],
  ["content-type", false],
  ["host", false],
  ["x-forwarded-for", false],
  ["a b", false],
])("whether the header %s is the collector's: %s", (name, isIts) => {
  expect(isCollectorHeader(name)).toBe(isIts);
});

test("a stream that was paused says so, whatever it was before", () => {
  const at = new Date();
  expect(toState({ state: "paused", failingSince: at, deliveredAt: at })).toBe("paused");
  expect(toState({ state: "stopped", failingSince: at, deliveredAt: null })).toBe("stopped");
  expect(toState({ state: "on", failingSince: at, deliveredAt: at })).toBe("failing");
  expect(toState({ state: "on", failingSince: null, deliveredAt: at })).toBe("delivering");
  expect(toState({ state: "on", failingSince: null, deliveredAt: null })).toBe("waiting");
});
