import fc from "fast-check";
import { expect, test } from "vitest";
import { parseJson } from "./json.ts";

const nest = (depth: number, inner = "1") => `${"[".repeat(depth)}${inner}${"]".repeat(depth)}`;

test("what nests deeper than allowed is refused, and brackets inside strings nest nothing", () => {
  expect([parseJson(nest(200)), parseJson(nest(201))].map((parsed) => parsed !== null)).toEqual([
    true,
    false,
  ]);
  expect([parseJson(nest(5), 5), parseJson(nest(6), 5)].map((parsed) => parsed !== null)).toEqual([
    true,
    false,
  ]);
  const text = JSON.stringify(`${"[{".repeat(500)}\\"${"[".repeat(500)}`);
  expect(parseJson(nest(2, text), 2)).not.toBeNull();
  expect(parseJson(nest(2, `${text},[${text}]`), 2)).toBeNull();
});

test("what is no JSON is null, wherever a string in it ends", () => {
  for (const text of ["", "{", '"', '["\\', '["a\\"]', "]", "nul"]) expect(parseJson(text)).toBeNull();
});

test("whatever JSON it is, it is read as it stands", () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 6 }), (value) => {
      const text = JSON.stringify(value);
      expect(parseJson(text)).toEqual({ value: JSON.parse(text) as unknown });
    }),
  );
});
