import { expect, test } from "vitest";
import { readRange } from "./read-range.ts";

const NOW = new Date("2026-11-29T12:00:00Z");
const read = (query: Record<string, string | string[]>) => readRange(query, "Europe/Berlin", NOW);

test.each([
  ["24h", "2026-11-28T12:00:00Z"],
  ["7d", "2026-11-22T12:00:00Z"],
  ["30d", "2026-10-30T12:00:00Z"],
  ["90d", "2026-08-31T12:00:00Z"],
])("%s reaches back from now, whatever stands in the two fields", (range, from) => {
  const typed = { from: "2001-01-01T00:00", to: "" };
  expect(read({ range, ...typed })).toEqual({
    range,
    ...typed,
    span: { from: new Date(from) },
    isBad: false,
  });
});

test("what is typed is in the reader's time zone, and either end may be open", () => {
  const [from, to] = ["2026-11-01T00:00", "2026-11-02T08:30"];
  const [first, last] = [new Date("2026-10-31T23:00:00Z"), new Date("2026-11-02T07:30:00Z")];
  const custom = { range: "custom", isBad: false };
  expect(read({ range: "custom", from, to })).toEqual({
    ...custom,
    from,
    to,
    span: { from: first, to: last },
  });
  expect(read({ range: "custom", from, to: "" })).toEqual({ ...custom, from, to: "", span: { from: first } });
  expect(read({ range: "custom", from: "", to })).toEqual({ ...custom, from: "", to, span: { to: last } });
  expect(read({ range: "custom" })).toEqual({ ...custom, from: "", to: "", span: {} });
});

test("days mean all of them, and name the range by themselves", () => {
  expect(read({ from: "2026-11-01", to: "2026-11-30" })).toEqual({
    range: "custom",
    from: "2026-11-01T00:00",
    to: "2026-12-01T00:00",
    span: { from: new Date("2026-10-31T23:00:00Z"), to: new Date("2026-11-30T23:00:00Z") },
    isBad: false,
  });
  expect(read({ range: "", from: "2026-11-01", to: "" })).toMatchObject({ range: undefined, span: {} });
});

test.each([
  { range: "8d" },
  { range: "toString" },
  { range: ["24h", "7d"] },
  { from: "yesterday" },
  { from: "2026-02-30" },
  { to: ["2026-11-01", "2026-11-02"] },
  { range: "custom", from: "2026-11-02T00:00", to: "2026-11-01T00:00" },
])("what cannot be read is left out and said: %j", (query) => {
  expect(read(query)).toMatchObject({ span: {}, isBad: true });
});
