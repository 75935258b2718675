import { expect, test } from "vitest";
import { checkClientName } from "./check-client-name.ts";

test.each([
  ["Claude", "Claude"],
  ["Cla\u202Eude\u200B", "Claude"],
  ["Ｃｌａｕｄｅ", "Claude"],
  ["a\n\tb\u0000c", "abc"],
  ["  spaced   out ", "spaced out"],
  ["x".repeat(500), "x".repeat(60)],
  ["👩‍💻 Tool", "👩💻 Tool"],
  [undefined, "fallback.example"],
  ["\u200B", "fallback.example"],
])("B12: %j is shown as %j", (value, name) => {
  expect(checkClientName(value, "fallback.example")).toEqual({ ok: true, name });
});

test.each([
  "Trinity Connect",
  "ｔｒｉｎｉｔｙ",
  "Tri\u200Dnity",
  "Claude (official)",
  "Verified Tool",
  "TRUSTED",
  7,
  {},
])("%j is refused", (value) => {
  expect(checkClientName(value, "x").ok).toBe(false);
});
