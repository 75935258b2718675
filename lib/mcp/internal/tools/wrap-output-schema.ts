import "#server-only";
import { isObject, type JsonObject } from "#lib/kernel/json.ts";

const SHARED = ["$schema", "$defs", "definitions"];

/**
 * A tool for a client of the older revisions, where an output schema describes an object: one that describes anything else
 * becomes `{ result: … }`, as its structured content does on the way (`relay/map-reply`). A schema that may describe both
 * allows both; one that refers to its own root is left out, because there would be another root.
 */
export function toLegacyTool(tool: JsonObject): JsonObject {
  const { outputSchema: schema, ...rest } = tool;
  if (!isObject(schema) || schema["type"] === "object") return tool;
  if (JSON.stringify(schema).includes('"$ref":"#"')) return rest;
  const inner = Object.fromEntries(Object.entries(schema).filter(([name]) => !SHARED.includes(name)));
  const shared = Object.fromEntries(Object.entries(schema).filter(([name]) => SHARED.includes(name)));
  const wrapped = { type: "object", properties: { result: inner }, required: ["result"] };
  const outputSchema = mayBeObject(schema["type"])
    ? { ...shared, type: "object", anyOf: [inner, wrapped] }
    : { ...shared, ...wrapped };
  return { ...rest, outputSchema };
}

function mayBeObject(type: unknown): boolean {
  return type === undefined || (Array.isArray(type) && type.includes("object"));
}
