import { isObject } from "#lib/kernel/json.ts";

export type DescribedInput = {
  name: string;
  type: string;
  isRequired: boolean;
  description: string | null;
  values: string[];
};

const VALUES_MAX = 30;
const INPUTS_MAX = 60;

/** The inputs of a schema as a person reads them; references are named, never followed. */
export function describeInputs(schema: unknown): { inputs: DescribedInput[]; more: number } {
  const properties = isObject(schema) && isObject(schema["properties"]) ? schema["properties"] : {};
  const required = isObject(schema) && Array.isArray(schema["required"]) ? schema["required"] : [];
  const named = Object.entries(properties);
  const inputs = named.slice(0, INPUTS_MAX).map(([name, property]) => ({
    name,
    type: describeType(property, 0),
    isRequired: required.includes(name),
    description:
      isObject(property) && typeof property["description"] === "string" ? property["description"] : null,
    values: listValues(property),
  }));
  return { inputs, more: named.length - inputs.length };
}

const DEPTH_MAX = 4;

function describeType(property: unknown, depth: number): string {
  if (!isObject(property) || depth > DEPTH_MAX) return "any";
  const choices = property["anyOf"] ?? property["oneOf"];
  if (Array.isArray(choices)) {
    return [...new Set(choices.map((choice) => describeType(choice, depth + 1)))].join(" or ");
  }
  const { type } = property;
  if (Array.isArray(type)) return type.filter((one) => typeof one === "string").join(" or ");
  if (type === "array") return `list of ${describeType(property["items"], depth + 1)}`;
  if (typeof type === "string") return type;
  if (Array.isArray(property["enum"])) return "one of a list";
  return typeof property["$ref"] === "string" ? "object" : "any";
}

function listValues(property: unknown): string[] {
  if (!isObject(property)) return [];
  const inner = isObject(property["items"]) ? property["items"] : property;
  const values = Array.isArray(inner["enum"]) ? inner["enum"] : [];
  return values
    .slice(0, VALUES_MAX)
    .map((value) => (typeof value === "string" ? value : JSON.stringify(value)));
}

/** The members of a definition that are pinned, as text to compare; null where there is none. */
export function describePart(
  definition: { readonly [member: string]: unknown },
  part: string,
): string | null {
  const value = definition[part];
  if (value === undefined || value === null) return null;
  return typeof value === "string" ? value : JSON.stringify(value, null, 2);
}

export const PARTS = ["name", "title", "description", "inputSchema", "outputSchema", "annotations"] as const;
