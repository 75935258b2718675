import { expect, test } from "vitest";
import { describeTime, writeExact } from "./describe-time.ts";

const now = new Date("2026-11-20T12:00:00Z");

test.each([
  ["2026-11-20T11:59:30Z", "just now"],
  ["2026-11-20T12:00:30Z", "in a moment"],
  ["2026-11-20T11:55:00Z", "5 minutes ago"],
  ["2026-11-20T09:00:00Z", "3 hours ago"],
  ["2026-11-20T12:10:00Z", "in 10 minutes"],
  ["2026-11-19T12:00:00Z", "19 Nov 2026, 12:00"],
])("%s reads %s: relative only under 24 hours", (at, short) => {
  expect(describeTime(new Date(at), { now }).short).toBe(short);
});

test("the exact time is in the person's zone and names it, and UTC beside any other", () => {
  const berlin = describeTime(now, { now, timeZone: "Europe/Berlin" });
  expect(berlin.exact).toBe("20 Nov 2026, 13:00 Europe/Berlin · 20 Nov 2026, 12:00 UTC");
  expect(berlin.second).toBe("20 Nov 2026, 13:00:00");
  expect(describeTime(now, { now }).exact).toBe("20 Nov 2026, 12:00 UTC");
  expect(writeExact(now, { timeZone: "Europe/Berlin", locale: "en-GB", timeStyle: "medium" })).toBe(
    "20 Nov 2026, 13:00:00 Europe/Berlin · 20 Nov 2026, 12:00:00 UTC",
  );
});

test("what is said relatively is told apart from what is exact already", () => {
  expect(describeTime(new Date("2026-11-20T09:00:00Z"), { now }).isRelative).toBe(true);
  expect(describeTime(new Date("2026-11-19T12:00:00Z"), { now }).isRelative).toBe(false);
});
