import { expect, test } from "vitest";
import { sanitizeAuthorizeQuery } from "./sanitize-query.ts";

test("C10: no request names a hundred things, and one that does costs nobody a look at them all", () => {
  const many = (count: number) => Array.from({ length: count }, (_, at) => `p${at}=x`).join("&");
  expect(sanitizeAuthorizeQuery(many(100))).toBe(many(100));
  expect(sanitizeAuthorizeQuery(many(101))).toBeNull();
  expect(sanitizeAuthorizeQuery("a&".repeat(8_000))).toBeNull();
});

test("what comes twice is left as it came", () => {
  expect(sanitizeAuthorizeQuery("prompt=login&prompt=consent")).toBe("prompt=login&prompt=consent");
  expect(sanitizeAuthorizeQuery("prompt=login")).toBe("");
});
