import "#server-only";
import { isObject, type JsonObject, parseJson } from "#lib/kernel/json.ts";

/** A JSON object; null for anything else. */
export function parseObject(text: string): JsonObject | null {
  const value = parseJson(text)?.value;
  return isObject(value) ? value : null;
}

/** Somebody else's value as it may be shown. */
export function toShown(value: unknown): string {
  return typeof value === "string" ? value : (JSON.stringify(value) ?? "");
}
