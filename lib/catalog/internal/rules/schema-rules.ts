import "#server-only";
import { isObject, type JsonObject } from "#lib/kernel/json.ts";

/** Keywords whose values are data, not schemas. */
export const DATA: ReadonlySet<string> = new Set(["const", "enum", "default", "examples", "required"]);
/** Keywords that name a schema each. */
export const MAPS: ReadonlySet<string> = new Set([
  "properties",
  "patternProperties",
  "$defs",
  "definitions",
  "dependentSchemas",
]);
const REFERENCES = ["$ref", "$dynamicRef", "$recursiveRef"] as const;
const DIALECT = /^https?:\/\/json-schema\.org\//;

/** Whether arrays and objects stand more than `depthMax` deep in each other. */
export function isDeeperThan(value: unknown, depthMax: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  return depthMax <= 0 || Object.values(value).some((member) => isDeeperThan(member, depthMax - 1));
}

/** Whether any text of a value is so, names of members included. */
export function someText(value: unknown, isSo: (text: string) => boolean): boolean {
  if (typeof value === "string") return isSo(value);
  if (typeof value !== "object" || value === null) return false;
  if (Array.isArray(value)) return value.some((item) => someText(item, isSo));
  return Object.entries(value).some(([name, member]) => isSo(name) || someText(member, isSo));
}

/** Whether any schema within a schema is so; what stands there as data is not looked at. */
function someSchema(schema: unknown, isSo: (schema: JsonObject) => boolean): boolean {
  if (Array.isArray(schema)) return schema.some((one) => someSchema(one, isSo));
  if (!isObject(schema)) return false;
  if (isSo(schema)) return true;
  return Object.entries(schema).some(([keyword, value]) => {
    if (DATA.has(keyword)) return false;
    if (!MAPS.has(keyword) || !isObject(value)) return someSchema(value, isSo);
    return Object.values(value).some((one) => someSchema(one, isSo));
  });
}

/**
 * Whether a schema refers to anything but itself. Such an address is for nobody to follow (MCP 2026-07-28, basic, JSON
 * Schema usage), and without it nobody can tell what the schema says. The dialects of json-schema.org are known to all.
 */
export function refersElsewhere(schema: unknown): boolean {
  return someSchema(schema, (one) => {
    const dialect = one["$schema"];
    if (typeof dialect === "string" && !DIALECT.test(dialect)) return true;
    return REFERENCES.some((keyword) => {
      const target = one[keyword];
      return typeof target === "string" && !target.startsWith("#");
    });
  });
}

/** Whether a title or description within a schema is so. */
export function someSchemaWords(schema: unknown, isSo: (text: string) => boolean): boolean {
  return someSchema(schema, (one) =>
    ["title", "description", "$comment"].some((keyword) => {
      const text = one[keyword];
      return typeof text === "string" && isSo(text);
    }),
  );
}

/** The combinators at the root of a schema: several clients, and the directory, take a plain object only. */
export function hasRootCombinator(schema: JsonObject): boolean {
  return ["oneOf", "anyOf", "allOf", "not", "if", "$ref", "$dynamicRef"].some((name) =>
    Object.hasOwn(schema, name),
  );
}

/** The declared arguments of an input schema, by name. */
export function readProperties(schema: unknown): [string, JsonObject][] {
  const properties = isObject(schema) ? schema["properties"] : null;
  if (!isObject(properties)) return [];
  return Object.entries(properties).map(([name, property]) => [name, isObject(property) ? property : {}]);
}

/** The texts an argument may be, where the schema lists them. */
export function readChoices(property: JsonObject): string[] {
  const branches = [property, ...["anyOf", "oneOf"].flatMap((name) => asList(property[name]))];
  return branches
    .filter(isObject)
    .flatMap((branch) => [...asList(branch["enum"]), branch["const"]])
    .filter((value) => typeof value === "string");
}

function asList(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}
