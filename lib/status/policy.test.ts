import { describe, expect, test } from "vitest";
import { countGap, type DayRow, findNewest, summarise, toMinute } from "./policy.ts";
import type { Look, Outage } from "./schema.ts";

const NOW = new Date("2026-11-29T12:30:20Z");
const at = (time: string) => new Date(time);
const row = (day: string, wish: Partial<DayRow> = {}): DayRow => ({
  component: "mcp",
  day: at(`${day}T00:00:00Z`),
  checks: 1440,
  failures: 0,
  firstAt: at(`${day}T00:00:00Z`),
  lastAt: at(`${day}T23:59:00Z`),
  ...wish,
});
const summary = (known: Partial<Parameters<typeof summarise>[0]>) =>
  summarise({ rows: [], outages: [], look: undefined, now: NOW, ...known }).find(
    ({ component }) => component === "mcp",
  );

test("a look belongs to its full minute, and only whole minutes between two looks are a gap", () => {
  expect(toMinute(at("2026-11-29T12:30:59.999Z")).toISOString()).toBe("2026-11-29T12:30:00.000Z");
  expect(countGap(null, at("2026-11-29T12:30:00Z"))).toBe(0);
  expect(countGap(at("2026-11-29T12:29:00Z"), at("2026-11-29T12:30:00Z"))).toBe(0);
  expect(countGap(at("2026-11-29T12:20:00Z"), at("2026-11-29T12:30:00Z"))).toBe(9);
});

describe("90 days", () => {
  test("end today; before the first look ever there was no minute to look at", () => {
    const rows = [
      row("2026-11-28", { checks: 60, failures: 3, firstAt: at("2026-11-28T23:00:00Z") }),
      row("2026-11-29", { checks: 700, lastAt: at("2026-11-29T12:30:00Z") }),
    ];
    const found = summary({ rows });
    expect(found?.days.length).toBe(90);
    expect(found?.days.slice(-3)).toEqual([
      { day: "2026-11-27", minutes: 0, checks: 0, failures: 0 },
      { day: "2026-11-28", minutes: 60, checks: 60, failures: 3 },
      { day: "2026-11-29", minutes: 750, checks: 700, failures: 0 },
    ]);
    expect(found).toMatchObject({ checks: 760, failures: 3 });
  });

  test("a day in which nobody looked is one of 1440 minutes, and not a good one", () => {
    const rows = [row("2026-11-26"), row("2026-11-28")];
    expect(summary({ rows })?.days.at(-3)).toEqual({
      day: "2026-11-27",
      minutes: 1440,
      checks: 0,
      failures: 0,
    });
  });

  test("without any look there is nothing", () => {
    expect(summary({})?.days.every(({ minutes }) => minutes === 0)).toBe(true);
    expect(findNewest({ rows: [], look: undefined })).toBeNull();
  });
});

describe("the state now", () => {
  const look = (minute: string, reason: "late" | null): Look => ({
    minute: at(minute),
    checks: [{ component: "mcp", ms: 12, reason }],
  });
  const open: Outage = {
    id: "1",
    component: "mcp",
    reason: "wrong",
    startedAt: at("2026-11-29T12:00:00Z"),
    endedAt: null,
  };
  const fresh = [row("2026-11-29", { lastAt: at("2026-11-29T12:29:00Z") })];

  test.each([
    ["what this process saw", { look: look("2026-11-29T12:30:00Z", null), outages: [open] }, "up", null, 12],
    ["a failure of it", { look: look("2026-11-29T12:30:00Z", "late") }, "down", "late", 12],
    [
      "what another wrote down",
      { rows: fresh, look: look("2026-11-29T11:00:00Z", "late") },
      "up",
      null,
      null,
    ],
    ["an open outage", { rows: fresh, outages: [open] }, "down", "wrong", null],
    ["a look too long ago", { rows: [row("2026-11-28")], outages: [open] }, "unknown", null, null],
    ["nothing", {}, "unknown", null, null],
  ] as const)("by %s", (_what, known, now, reason, ms) => {
    expect(summary(known)).toMatchObject({ now, reason, ms });
  });
});
