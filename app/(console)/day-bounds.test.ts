import { expect, test } from "vitest";
import { endOfDay, startOfDay } from "./day-bounds.ts";

test.each([
  ["2026-11-29", "UTC", "2026-11-29T00:00:00.000Z", "2026-11-30T00:00:00.000Z"],
  ["2026-11-29", "Europe/Berlin", "2026-11-28T23:00:00.000Z", "2026-11-29T23:00:00.000Z"],
  ["2026-03-29", "Europe/Berlin", "2026-03-28T23:00:00.000Z", "2026-03-29T22:00:00.000Z"],
  ["2026-10-25", "Europe/Berlin", "2026-10-24T22:00:00.000Z", "2026-10-25T23:00:00.000Z"],
  ["2026-12-31", "America/New_York", "2026-12-31T05:00:00.000Z", "2027-01-01T05:00:00.000Z"],
  ["2028-02-28", "Asia/Kathmandu", "2028-02-27T18:15:00.000Z", "2028-02-28T18:15:00.000Z"],
])("%s in %s is from %s to %s", (day, zone, from, to) => {
  expect(startOfDay(day, zone)?.toISOString()).toBe(from);
  expect(endOfDay(day, zone)?.toISOString()).toBe(to);
});

test.each([undefined, "", "yesterday", "2026-13-01", "2026-02-30", "2026-1-1", "12026-01-01"])(
  "%j is no day",
  (day) => {
    expect(startOfDay(day, "UTC")).toBeUndefined();
    expect(endOfDay(day, "UTC")).toBeUndefined();
  },
);
