import { expect, test } from "vitest";
import { toLegacyTool } from "./wrap-output-schema.ts";

const wrap = (outputSchema?: object) => toLegacyTool({ name: "a", ...(outputSchema && { outputSchema }) });
const wrapped = (inner: object) => ({ type: "object", properties: { result: inner }, required: ["result"] });

test.each([
  ["none", undefined, undefined],
  ["an object's", { type: "object", properties: {} }, { type: "object", properties: {} }],
  ["a list's", { type: "array", items: {} }, wrapped({ type: "array", items: {} })],
  [
    "one with shared definitions",
    { type: "array", items: { $ref: "#/$defs/a" }, $defs: { a: {} } },
    { $defs: { a: {} }, ...wrapped({ type: "array", items: { $ref: "#/$defs/a" } }) },
  ],
  [
    "one that may be both",
    { anyOf: [{ type: "object" }, { type: "null" }] },
    {
      type: "object",
      anyOf: [
        { anyOf: [{ type: "object" }, { type: "null" }] },
        wrapped({ anyOf: [{ type: "object" }, { type: "null" }] }),
      ],
    },
  ],
  ["one that refers to itself", { type: "array", items: { $ref: "#" } }, undefined],
])("an output schema for older clients describes an object: %s", (_name, given, expected) => {
  expect(wrap(given)["outputSchema"]).toEqual(expected);
});
