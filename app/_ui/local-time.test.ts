import fc from "fast-check";
import { expect, test } from "vitest";
import { parseLocalTime, toLocalTime } from "./local-time.ts";

test.each([
  ["2026-11-29T10:00", "UTC", "2026-11-29T10:00:00.000Z"],
  ["2026-11-29T10:00", "Europe/Berlin", "2026-11-29T09:00:00.000Z"],
  ["2026-07-01", "America/New_York", "2026-07-01T04:00:00.000Z"],
  ["2026-07-01T23:45", "Asia/Kathmandu", "2026-07-01T18:00:00.000Z"],
  // Skipped by the clocks, and repeated by them.
  ["2026-03-29T02:30", "Europe/Berlin", "2026-03-29T01:30:00.000Z"],
  ["2026-10-25T02:30", "Europe/Berlin", "2026-10-25T00:30:00.000Z"],
])("%s in %s is %s", (text, zone, moment) => {
  expect(parseLocalTime(text, zone)?.toISOString()).toBe(moment);
});

test.each(["", "yesterday", "2026-13-01", "2026-02-30T10:00", "29.11.2026"])("%j is no time", (text) => {
  expect(parseLocalTime(text, "Europe/Berlin")).toBeNull();
});

test("a moment written for a field and read again is the same minute, but in an hour that is repeated", () => {
  const zones = fc.constantFrom("UTC", "Europe/Berlin", "America/St_Johns", "Pacific/Apia", "Asia/Tehran");
  const days = fc.integer({ min: 0, max: 20_000 });
  fc.assert(
    fc.property(zones, days, fc.integer({ min: 0, max: 1439 }), (zone, day, minute) => {
      const at = new Date((day * 1440 + minute) * 60_000);
      const read = parseLocalTime(toLocalTime(at, zone), zone);
      expect(toLocalTime(read ?? new Date(0), zone)).toBe(toLocalTime(at, zone));
    }),
  );
});
