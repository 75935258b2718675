import { describe, expect, test } from "vitest";
import { type ArgumentLimit, findArgumentKind, narrowSchema } from "./narrow-schema.ts";
import { presentTool } from "./present-tool.ts";

const schemaOf = (property: unknown, required: string[] = ["agent_name", "message"]) => ({
  $schema: "https://json-schema.org/draft/2020-12/schema",
  type: "object",
  properties: { first: { type: "number" }, agent_name: property, message: { type: "string" } },
  required,
  additionalProperties: false,
});
const limit = (allowed: string[], kind: ArgumentLimit["kind"] = "text"): ArgumentLimit => ({
  argument: "agent_name",
  kind,
  allowed,
});
const TEXT = { type: "string", description: "Which agent.", maxLength: 99 };
const LIST = { type: "array", items: { type: "string", minLength: 1 }, maxItems: 50 };

describe("what an argument is", () => {
  test.each([
    ["a string", TEXT, "text"],
    ["a list of strings", LIST, "list"],
    ["a string or null", { type: ["string", "null"] }, "text"],
    ["either", { anyOf: [TEXT, LIST] }, "either"],
    ["optional in Python's way", { anyOf: [TEXT, { type: "null" }], default: null }, "text"],
    ["a number", { type: "number" }, null],
    ["a string or a number", { type: ["string", "number"] }, null],
    ["a string or an object", { anyOf: [TEXT, { type: "object" }] }, null],
    ["a list of anything", { type: "array" }, null],
    ["a list of objects", { type: "array", items: { type: "object" } }, null],
    ["a reference", { $ref: "#/$defs/Agent" }, null],
    ["anything", {}, null],
    ["true", true, null],
  ])("%s", (_case, property, expected) => {
    expect(findArgumentKind(schemaOf(property), "agent_name")).toBe(expected);
  });

  test("what a schema does not declare is nothing, inherited names neither", () => {
    for (const name of ["missing", "constructor", "__proto__", "toString"]) {
      expect(findArgumentKind(schemaOf(TEXT), name)).toBeNull();
    }
    for (const schema of [null, 7, [], {}, { properties: [] }]) {
      expect(findArgumentKind(schema, "agent_name")).toBeNull();
    }
  });
});

describe("the schema the model sees", () => {
  test("names several allowed values, asks for one of them, and is otherwise as it was", () => {
    const schema = schemaOf(TEXT);
    const narrowed = { ...schema, properties: { ...schema.properties } };
    narrowed.properties.agent_name = { ...TEXT, enum: ["a", "b"] };
    expect(JSON.stringify(narrowSchema(schema, [limit(["a", "b"])]))).toBe(JSON.stringify(narrowed));
    expect(schema.properties.agent_name).toBe(TEXT);
  });

  test("has not the argument that can only be one thing", () => {
    const { agent_name: _gone, ...properties } = schemaOf(TEXT).properties;
    expect(narrowSchema(schemaOf(TEXT), [limit(["a"])])).toEqual({
      ...schemaOf(TEXT),
      properties,
      required: ["message"],
    });
  });

  test("asks for a limited argument that was optional", () => {
    expect(narrowSchema(schemaOf(TEXT, []), [limit(["a", "b"])])["required"]).toEqual(["agent_name"]);
    const { required: _none, ...without } = schemaOf(TEXT);
    expect(narrowSchema(without, [limit(["a", "b"])])["required"]).toEqual(["agent_name"]);
    expect(narrowSchema(without, [limit(["a"])])).not.toHaveProperty("required");
  });

  test("limits the elements of a list, which cannot be empty", () => {
    const narrowed = narrowSchema(schemaOf(LIST), [limit(["a", "b"], "list")]);
    expect((narrowed["properties"] as Record<string, unknown>)["agent_name"]).toEqual({
      type: "array",
      items: { type: "string", minLength: 1, enum: ["a", "b"] },
      maxItems: 50,
      minItems: 1,
    });
  });

  test("offers no other value anywhere: not as a default, an example, an older enum or null", () => {
    for (const property of [
      { ...TEXT, default: "root", examples: ["root"], enum: ["root", "a"], const: "root" },
      { anyOf: [{ ...TEXT, enum: ["root"] }, { type: "null" }, LIST], default: "root" },
      { type: ["string", "null"], default: null, "x-root": 1 },
    ]) {
      const narrowed = narrowSchema(schemaOf(property), [limit(["a", "b"])]);
      const shown = JSON.stringify((narrowed["properties"] as Record<string, unknown>)["agent_name"]);
      expect(shown).not.toMatch(/"root"|null/);
      expect(shown).toContain('"enum":["a","b"]');
    }
  });

  test("is the upstream's own where there is no limit", () => {
    const schema = schemaOf(TEXT);
    expect(narrowSchema(schema, [])).toBe(schema);
  });
});

test("a tool is presented with its narrowed schema, every other member untouched and in its place", () => {
  const tool = {
    name: "x",
    inputSchema: schemaOf(TEXT),
    "x-more": { big: 1 },
    outputSchema: { type: "object" },
  };
  const [plain, narrowed] = [presentTool(tool), presentTool(tool, [limit(["a"])])];
  expect(Object.keys(narrowed)).toEqual(Object.keys(plain));
  expect({ ...narrowed, inputSchema: tool.inputSchema }).toEqual(plain);
  expect(JSON.stringify(narrowed["inputSchema"])).not.toContain("agent_name");
});
