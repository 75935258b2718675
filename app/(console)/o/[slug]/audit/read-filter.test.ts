import { expect, test } from "vitest";
import { readFilter } from "./read-filter.ts";

const read = (query: Record<string, string | string[]>) => readFilter(query, "Europe/Berlin");

test("an address reads as the filter it names, and as the values that name it again", () => {
  const from = "2026-11-01T00:00";
  const { filter, values, before, asked } = read({ who: " grace ", range: "custom", from, before: "7" });
  expect(filter).toEqual({ who: "grace", from: new Date("2026-10-31T23:00:00Z") });
  expect(values).toEqual({ who: "grace", range: "custom", from, to: "" });
  expect([before, asked.isBad]).toEqual([7n, false]);
  expect(read(values).filter).toEqual(filter);
  expect(read({ range: "24h" })).toMatchObject({
    filter: { from: expect.any(Date) },
    values: { range: "24h" },
  });
});

test.each([
  { action: "x'y" },
  { source: "nobody" },
  { outcome: ["done", "refused"] },
  { before: "-1" },
  { from: "yesterday" },
])("what cannot be a filter is left out: %j", (query) => {
  expect(read(query)).toMatchObject({ filter: {}, values: {}, before: undefined });
  expect(Object.keys(read(query).filter)).toEqual([]);
});
