import { expect, test } from "vitest";
import { isWellFormedToken, mintToken } from "./token-format.ts";

test("L06: a token carries its prefix and a checksum that every single typo breaks", () => {
  const token = mintToken("tcat_");
  expect(token).toMatch(/^tcat_[A-Za-z0-9_-]{43}[0-9A-Za-z]{6}$/);
  expect(isWellFormedToken("tcat_", token)).toBe(true);
  expect(isWellFormedToken("tcrt_", token)).toBe(false);
  for (let index = 5; index < token.length; index += 1) {
    const typo = `${token.slice(0, index)}${token[index] === "x" ? "y" : "x"}${token.slice(index + 1)}`;
    expect(isWellFormedToken("tcat_", typo)).toBe(false);
  }
});

test("no two tokens are alike", () => {
  expect(new Set(Array.from({ length: 1000 }, () => mintToken("tcrt_"))).size).toBe(1000);
});
