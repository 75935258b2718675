import { expect, test } from "vitest";
import { toSort } from "./to-sort.ts";

const address = { path: "/o/acme/tools", params: { q: "run", from: undefined } };

test.each([
  ["tool", "calls", "down", "-calls", undefined],
  ["-calls", "calls", "down", "calls", "descending"],
  ["calls", "calls", "down", "-calls", "ascending"],
  ["-calls", "tool", "up", "tool", undefined],
  ["tool", "tool", "up", "-tool", "ascending"],
] as const)(
  "in the order %s the heading %s leads, beginning %s, to %s",
  (sort, column, begins, next, direction) => {
    const link = toSort({ ...address, sort }, column, begins);
    expect(link).toEqual({ href: `/o/acme/tools?q=run&sort=${next}`, direction });
  },
);
