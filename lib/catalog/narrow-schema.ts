import "#server-only";
import { isObject, type JsonObject } from "#lib/kernel/json.ts";

/** What a limited argument is: a string, a list of strings, or either. */
export type ArgumentKind = "text" | "list" | "either";

/** The only values one argument of a tool may take; of a list, its elements. */
export type ArgumentLimit = {
  readonly argument: string;
  readonly kind: ArgumentKind;
  readonly allowed: readonly string[];
};

/** What that argument of an input schema is; null for one it does not declare, or that is no string and no list of them. */
export function findArgumentKind(schema: unknown, argument: string): ArgumentKind | null {
  const properties = isObject(schema) ? schema["properties"] : null;
  if (!isObject(properties) || !Object.hasOwn(properties, argument)) return null;
  return kindOf(properties[argument]);
}

/**
 * The input schema as the caller has to keep to it: an argument with one allowed value is gone, since we fill it in; of
 * one with several they are an `enum`, and it has to be given. Everything else keeps its value and order.
 */
export function narrowSchema(schema: JsonObject, limits: readonly ArgumentLimit[]): JsonObject {
  const properties = schema["properties"];
  if (limits.length === 0 || !isObject(properties)) return schema;
  const byName = new Map(limits.map((limit) => [limit.argument, limit]));
  const kept = Object.entries(properties).flatMap(([name, property]): [string, unknown][] => {
    const limit = byName.get(name);
    if (limit === undefined) return [[name, property]];
    return limit.allowed.length === 1 ? [] : [[name, narrowProperty(property, limit.allowed)]];
  });
  return withMember(
    withMember(schema, "properties", Object.fromEntries(kept)),
    "required",
    narrowRequired(schema["required"], byName),
  );
}

function narrowRequired(required: unknown, limits: ReadonlyMap<string, ArgumentLimit>): string[] | undefined {
  const before = Array.isArray(required) ? required.filter((name) => typeof name === "string") : [];
  const isGone = (name: string) => limits.get(name)?.allowed.length === 1;
  const added = [...limits.keys()].filter((name) => !isGone(name) && !before.includes(name));
  const after = [...before.filter((name) => !isGone(name)), ...added];
  return after.length === 0 && !Array.isArray(required) ? undefined : after;
}

/** In the place it had; at the end if it was not there. */
function withMember(object: JsonObject, name: string, value: unknown): JsonObject {
  return value === undefined ? object : { ...object, [name]: value };
}

function kindOf(property: unknown): ArgumentKind | null {
  if (!isObject(property)) return null;
  const kinds = branchesOf(property).map(branchKind);
  if (kinds.includes(null)) return null;
  const [takesText, takesList] = [kinds.includes("text"), kinds.includes("list")];
  if (takesText && takesList) return "either";
  if (takesText) return "text";
  return takesList ? "list" : null;
}

/** `anyOf` and `oneOf` say what else it may be; `null` is never allowed where there is a limit. */
function branchesOf(property: JsonObject): JsonObject[] {
  const choices = property["anyOf"] ?? property["oneOf"];
  if (!Array.isArray(choices)) return [property];
  return choices.filter(isObject).filter(({ type }) => type !== "null");
}

function branchKind({ type, items }: JsonObject): "text" | "list" | null {
  const types = (Array.isArray(type) ? (type as unknown[]) : [type]).filter((one) => one !== "null");
  if (types.length !== 1) return null;
  if (types[0] === "string") return "text";
  return types[0] === "array" && isObject(items) && items["type"] === "string" ? "list" : null;
}

function narrowProperty(property: unknown, allowed: readonly string[]): JsonObject {
  if (!isObject(property)) return { enum: allowed };
  const { default: _default, examples: _examples, const: _const, ...rest } = property;
  for (const choice of ["anyOf", "oneOf"]) {
    if (Array.isArray(rest[choice])) {
      return {
        ...rest,
        [choice]: branchesOf(property).map((branch) => narrowProperty(branch, allowed)),
      };
    }
  }
  if (isObject(rest["items"])) {
    return { ...rest, type: "array", items: { ...narrowProperty(rest["items"], allowed) }, minItems: 1 };
  }
  return { ...rest, type: "string", enum: [...allowed] };
}
