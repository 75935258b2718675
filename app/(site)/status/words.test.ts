import { expect, test } from "vitest";
import ops from "../../_messages/en/ops.json";
import { IMPACT_WORDS, INCIDENT_STATE_WORDS, PART_NAMES, toLength, toLevel, toShare } from "./words.ts";

test("an incident is told in the words it was written down with", () => {
  const { components, impacts, states } = ops.incidents;
  expect([PART_NAMES, IMPACT_WORDS, INCIDENT_STATE_WORDS]).toEqual([components, impacts, states]);
});

test.each([
  [0, 0, null],
  [1440, 0, "100 %"],
  [1_000_000, 1, "99.99 %"],
  [1440, 3, "99.79 %"],
  [1440, 1440, "0 %"],
  [1_000_000, 999_999, "0.01 %"],
])("of %i looks %i failed: %s", (checks, failures, words) => expect(toShare(checks, failures)).toBe(words));

test.each([
  [0, 0, "none"],
  [1440, 0, "good"],
  [1440, 71, "some"],
  [1440, 72, "much"],
])("a day with %i looks and %i failures is %s", (checks, failures, level) =>
  expect(toLevel({ day: "2026-11-29", minutes: 1440, checks, failures })).toBe(level),
);

test.each([
  [20_000, "1 minute"],
  [19 * 60_000, "19 minutes"],
  [185 * 60_000, "3 hours 5 minutes"],
  [120 * 60_000, "2 hours"],
  [3_125 * 60_000, "2 days 4 hours"],
])("%i ms are %s", (ms, words) => expect(toLength(ms)).toBe(words));
