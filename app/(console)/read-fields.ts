import "#server-only";
import type { z } from "zod";

/**
 * The fields of a posted form that an object schema names, in the types it wants: numbers, booleans (a ticked box, "on"
 * or "true"), lists (every value of that name), else text. What is left empty is left out where it is optional and
 * null where it may be null. Fields the schema does not name are not read.
 */
export function readFields(form: FormData, schema: z.ZodObject): Record<string, unknown> {
  const fields: Record<string, unknown> = {};
  for (const [name, inner] of Object.entries(schema.shape)) {
    const value = readOne(form, name, toKind(inner));
    if (value !== undefined) fields[name] = value;
  }
  return fields;
}

type Kind = { type: string; isOptional: boolean; isNullable: boolean };

function toKind(schema: z.core.$ZodType): Kind {
  const def = schema._zod.def as { type: string; innerType?: z.core.$ZodType; in?: z.core.$ZodType };
  if (def.type === "pipe" && def.in) return toKind(def.in);
  if (!def.innerType) return { type: def.type, isOptional: false, isNullable: false };
  const inner = toKind(def.innerType);
  return {
    type: inner.type,
    isOptional: inner.isOptional || def.type !== "nullable",
    isNullable: inner.isNullable || def.type === "nullable",
  };
}

function readOne(form: FormData, name: string, { type, isOptional, isNullable }: Kind): unknown {
  const values = form.getAll(name).filter((value) => typeof value === "string");
  const first = values[0];
  if (type === "array") return values;
  if (type === "boolean") {
    if (first === undefined) return isOptional ? undefined : false;
    return first === "on" || first === "true";
  }
  if (first === undefined || first === "") {
    if (isNullable) return null;
    return isOptional ? undefined : first;
  }
  return type === "number" || type === "int" ? Number(first) : first;
}
