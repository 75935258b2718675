import { expect, test } from "vitest";
import { toSort } from "./to-sort.ts";

const address = { path: "/o/acme/tools", params: { q: "run", from: undefined }, initial: "tool" };

test.each([
  ["tool", "calls", "down", "&sort=-calls", undefined],
  ["-calls", "calls", "down", "&sort=calls", "descending"],
  ["calls", "calls", "down", "&sort=-calls", "ascending"],
  ["-calls", "tool", "up", "", undefined],
  ["tool", "tool", "up", "&sort=-tool", "ascending"],
  ["-tool", "tool", "up", "", "descending"],
] as const)(
  "in the order %s the heading %s leads, beginning %s, to the list with %j",
  (sort, column, begins, next, direction) => {
    const { href, ...link } = toSort({ ...address, sort }, column, begins);
    expect(href).toBe(`/o/acme/tools?q=run${next}`);
    expect(link).toEqual({ direction, isChosen: direction !== undefined && sort !== "tool" });
  },
);
