export type JsonObject = { [member: string]: unknown };

const DEPTH_MAX = 200;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * JSON from outside, or null for what is not JSON or nests deeper than 200 (unless told): that would parse, but overflow
 * the stack of whoever walks it or writes it out again.
 */
export function parseJson(text: string, depthMax: number = DEPTH_MAX): { value: unknown } | null {
  if (isTooDeep(text, depthMax)) return null;
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return null;
  }
}

function isTooDeep(text: string, depthMax: number): boolean {
  let depth = 0;
  let isInString = false;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (isInString) {
      if (code === BACKSLASH) index++;
      else if (code === QUOTE) isInString = false;
    } else if (code === QUOTE) isInString = true;
    else if (code === 0x5b || code === 0x7b) {
      if (++depth > depthMax) return true;
    } else if (code === 0x5d || code === 0x7d) depth--;
  }
  return false;
}
