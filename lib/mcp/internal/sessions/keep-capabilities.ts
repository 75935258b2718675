import "#server-only";
import { isObject, type JsonObject } from "#lib/kernel/json.ts";

const EXTRAS_LENGTH_MAX = 240;

/**
 * Of what a client declared at `initialize`, what an instance may act on: elicitation, sampling and roots with the
 * members the revisions define, and extensions as long as they are short. The handle is a header and must stay small.
 */
export function keepCapabilities(declared: unknown): JsonObject {
  if (!isObject(declared)) return {};
  const { elicitation, sampling, roots } = declared;
  return {
    ...(isObject(elicitation) && { elicitation: keepObjects(elicitation, ["form", "url"]) }),
    ...(isObject(sampling) && { sampling: keepObjects(sampling, ["tools", "context"]) }),
    ...(isObject(roots) && { roots: roots["listChanged"] === true ? { listChanged: true } : {} }),
    ...keepExtras(declared),
  };
}

function keepObjects(declared: JsonObject, names: readonly string[]): JsonObject {
  return Object.fromEntries(names.filter((name) => isObject(declared[name])).map((name) => [name, {}]));
}

function keepExtras({ experimental, extensions }: JsonObject): JsonObject {
  const extras = {
    ...(isObject(experimental) && { experimental }),
    ...(isObject(extensions) && { extensions }),
  };
  return JSON.stringify(extras).length <= EXTRAS_LENGTH_MAX ? extras : {};
}
