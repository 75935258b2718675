import { describe, expect, test } from "vitest";
import { readHeaderParams } from "./read-header-params.ts";

const region = { type: "string", "x-mcp-header": "Region" };
const withProperties = (properties: object, more: object = {}) => ({ type: "object", properties, ...more });

describe("arguments that headers repeat", () => {
  test("are found at any depth of properties, with their header in lower case", () => {
    const schema = withProperties({
      region,
      place: withProperties({ limit: { type: "integer", "x-mcp-header": "X-Limit" } }),
      dry: { type: "boolean", "x-mcp-header": "Dry" },
      note: { type: "string" },
    });
    expect(readHeaderParams(schema)).toEqual([
      { header: "mcp-param-region", path: ["region"], type: "string" },
      { header: "mcp-param-x-limit", path: ["place", "limit"], type: "integer" },
      { header: "mcp-param-dry", path: ["dry"], type: "boolean" },
    ]);
  });

  test.each([
    ["no schema", undefined],
    ["no annotation", withProperties({ a: { type: "string" } })],
    ["an argument of that name", withProperties({ "x-mcp-header": { type: "string" } })],
    ["a value that looks like one", withProperties({ a: { enum: [{ "x-mcp-header": "\r\n" }] } })],
  ])("are none in %s", (_name, schema) => expect(readHeaderParams(schema)).toEqual([]));

  test.each([
    ["a line break in the name", withProperties({ a: { ...region, "x-mcp-header": "A\r\nSet-Cookie: x" } })],
    ["a space in the name", withProperties({ a: { ...region, "x-mcp-header": "A B" } })],
    ["no name", withProperties({ a: { ...region, "x-mcp-header": "" } })],
    ["a name that is no text", withProperties({ a: { ...region, "x-mcp-header": 1 } })],
    ["one name twice", withProperties({ a: region, b: { ...region, "x-mcp-header": "REGION" } })],
    ["an object", withProperties({ a: { ...region, type: "object" } })],
    ["a number", withProperties({ a: { ...region, type: "number" } })],
    ["no type", withProperties({ a: { "x-mcp-header": "Region" } })],
    ["the whole input", { ...region, type: "object" }],
    ["the items of a list", withProperties({ a: { type: "array", items: region } })],
    ["one branch", withProperties({}, { oneOf: [withProperties({ a: region })] })],
    ["a definition", withProperties({ a: { $ref: "#/$defs/a" } }, { $defs: { a: region } })],
    ["a pattern", withProperties({}, { patternProperties: { "^a": region } })],
    ["other arguments", withProperties({}, { additionalProperties: region })],
  ])("G27: are not valid on or with %s", (_name, schema) => {
    expect(readHeaderParams(schema)).toBeNull();
  });
});
