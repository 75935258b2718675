import { skipString } from "./json-members.ts";

export type JsonObject = { [member: string]: unknown };

const DEPTH_MAX = 200;
const QUOTE = 0x22;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * JSON from outside, or null for what is not JSON or nests deeper than 200 (unless told): that would parse, but overflow
 * the stack of whoever walks it or writes it out again.
 */
export function parseJson(text: string, depthMax: number = DEPTH_MAX): { value: unknown } | null {
  // What opens so often closes as often, or is not JSON.
  if (text.length > 2 * depthMax && isTooDeep(text, depthMax)) return null;
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return null;
  }
}

/** Whether what a text opens stands more than `depthMax` deep in each other; the text need not be JSON. */
export function isTooDeep(text: string, depthMax: number): boolean {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) at = skipString(text, at) - 1;
    else if (code === 0x5b || code === 0x7b) {
      if (++depth > depthMax) return true;
    } else if (code === 0x5d || code === 0x7d) depth--;
  }
  return false;
}
