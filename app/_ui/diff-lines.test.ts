import fc from "fast-check";
import { expect, test } from "vitest";
import { diffLines } from "./diff-lines.ts";

test("only what changed is removed and added, in reading order", () => {
  expect(diffLines("a\nb\nc", "a\nB\nc\nd").map(({ sign, text }) => `${sign} ${text}`)).toEqual([
    "same a",
    "removed b",
    "added B",
    "same c",
    "added d",
  ]);
});

test("whatever the two texts, the lines that stay and those of one side are that side", () => {
  const text = fc
    .array(fc.constantFrom("a", "b", "c", ""), { maxLength: 12 })
    .map((lines) => lines.join("\n"));
  fc.assert(
    fc.property(text, text, (before, after) => {
      const lines = diffLines(before, after);
      const without = (sign: string) =>
        lines
          .filter((line) => line.sign !== sign)
          .map((line) => line.text)
          .join("\n");
      expect([without("added"), without("removed")]).toEqual([before, after]);
    }),
  );
});

test("very long texts are answered too", () => {
  const long = Array.from({ length: 5000 }, (_one, index) => `line ${index}`).join("\n");
  expect(diffLines(long, `${long}\nmore`)).toHaveLength(10_001);
});
