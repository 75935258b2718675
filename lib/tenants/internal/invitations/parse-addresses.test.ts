import { expect, test } from "vitest";
import { parseAddresses } from "./parse-addresses.ts";

test.each([
  ["one", "ada@acme.example", ["ada@acme.example"]],
  ["commas", "ada@acme.example, grace@acme.example", ["ada@acme.example", "grace@acme.example"]],
  ["semicolons", "ada@acme.example;grace@acme.example;", ["ada@acme.example", "grace@acme.example"]],
  ["lines", "ada@acme.example\r\ngrace@acme.example\n\n", ["ada@acme.example", "grace@acme.example"]],
  ["spaces and tabs", " ada@acme.example  grace@acme.example\t", ["ada@acme.example", "grace@acme.example"]],
  [
    "names",
    "Ada L <ada@acme.example>, Grace <GRACE@acme.example>",
    ["ada@acme.example", "grace@acme.example"],
  ],
  [
    "quoted names",
    '"Lovelace, Ada" <ada@acme.example>; "a@b.example" <grace@acme.example>',
    ["ada@acme.example", "grace@acme.example"],
  ],
  [
    "names side by side",
    "Ada <ada@acme.example> Grace <grace@acme.example>",
    ["ada@acme.example", "grace@acme.example"],
  ],
  ["mailto links", "mailto:ada@acme.example", ["ada@acme.example"]],
  ["the same twice", "ada@acme.example, ADA@ACME.EXAMPLE", ["ada@acme.example"]],
])("reads %s", (_what, text, addresses) => {
  expect(parseAddresses(text)).toEqual({ addresses, others: [] });
});

test("names what is no address as it was typed, and reads the rest", () => {
  const long = `${"x".repeat(200)}@`;
  expect(parseAddresses(`ada@, ada@acme.example\nnobody ${long}`)).toEqual({
    addresses: ["ada@acme.example"],
    others: ["ada@", "nobody", "x".repeat(80)],
  });
});

test("a very long paste is read in time that grows with its length", () => {
  for (const text of ["<".repeat(20_000), '"'.repeat(20_000), "a@".repeat(10_000), "< ".repeat(10_000)]) {
    expect(parseAddresses(text).addresses).toEqual([]);
  }
});
