import { expect, test } from "vitest";
import { parseCursor } from "../../../place-cursor.ts";
import { readActivityQuery, toActivityHref } from "./read-query.ts";

const NOW = new Date("2026-11-29T12:00:00Z");
const ID = "0a1b2c3d-0000-4000-8000-000000000000";
const read = (query: Record<string, string | string[]>) => readActivityQuery(query, "Europe/Berlin", NOW);

test("an address without a filter asks for the last seven days of everything", () => {
  expect(read({})).toMatchObject({
    fields: { range: "7d" },
    filter: { from: new Date("2026-11-22T12:00:00Z"), result: undefined, tool: undefined },
    isBad: false,
  });
});

test("a typed range is in the person's time zone", () => {
  const { filter, fields } = read({ range: "custom", from: "2026-11-01T00:00", to: "2026-11-02T00:00" });
  expect([fields.range, filter.from, filter.to]).toEqual([
    "custom",
    new Date("2026-10-31T23:00:00Z"),
    new Date("2026-11-01T23:00:00Z"),
  ]);
  const [before, after] = ["2026-10-01T00:00", "2026-12-24T00:00"];
  const { isBad, filter: unfit } = read({ range: "custom", from: "2026-11-01T00:00", to: before });
  expect([isBad, unfit]).toEqual([true, read({}).filter]);
  for (const open of [{ from: before }, { to: before }, { from: after }]) {
    const { filter: span } = read({ range: "custom", ...open });
    expect(span.to.getTime()).toBeGreaterThan(span.from.getTime());
  }
});

test.each([
  { range: "8d" },
  { result: "fine" },
  { instance: "production" },
  { connection: "1 OR 1=1" },
  { tool: "x".repeat(257) },
  { email: "x".repeat(321) },
  { app: "x".repeat(2049) },
  { from: "yesterday" },
  { before: "now" },
  { tool: ["a", "b"] },
])("what cannot be read is left out and said: %j", (query) => {
  const { filter, isBad, before } = read(query);
  expect({ isBad, before, filter }).toEqual({ isBad: true, before: undefined, filter: read({}).filter });
});

test("the address of a filter reads as that filter, and names only what differs", () => {
  const fields = { ...read({}).fields, result: "failed", tool: "list agents", from: "2026-11-01T00:00" };
  const href = toActivityHref("/o/a/activity", fields, { before: { at: NOW, id: ID } });
  expect(href).toBe(`/o/a/activity?result=failed&tool=list+agents&before=${NOW.getTime()}-${ID}`);
  const again = read(Object.fromEntries(new URL(href, "http://x").searchParams));
  expect(again).toMatchObject({
    filter: { result: "failed", tool: "list agents" },
    before: { at: NOW, id: ID },
  });
  expect(toActivityHref("/o/a/activity", read({}).fields)).toBe("/o/a/activity");
});

test.each(["", "1", `x-${ID}`, `1-${ID}x`, "1-not-an-id", `${"9".repeat(16)}-${ID}`])(
  "%j names no call",
  (text) => {
    expect(parseCursor(text)).toBeUndefined();
  },
);
