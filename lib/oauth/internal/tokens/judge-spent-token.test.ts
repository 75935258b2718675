import { expect, test } from "vitest";
import { judgeSpentToken } from "./judge-spent-token.ts";

test.each([
  ["D02 D03: a retry within the minute gets the same answer", true, 0, true, "replay"],
  ["D03: the sixtieth second still counts", true, 60, true, "replay"],
  ["D01: a use after the minute is reuse", true, 60.001, true, "reused"],
  ["D01: a use after the minute is reuse, its successor used or not", true, 61, false, "reused"],
  ["D04: a token whose successor was used is refused, no more", true, 5, false, "successor_used"],
  ["D05: another client within the minute gets nothing", false, 0, true, "other_client"],
  ["D05: another client after the minute ends nothing", false, 3_600, false, "other_client"],
] as const)("%s", (_name, isSameClient, secondsAgo, isSuccessorUnused, verdict) => {
  expect(judgeSpentToken({ isSameClient, secondsAgo, isSuccessorUnused })).toBe(verdict);
});
