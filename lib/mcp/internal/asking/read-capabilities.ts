import "#server-only";
import { isObject, type JsonObject } from "#lib/kernel/json.ts";
import { META } from "../protocol.ts";
import { keepCapabilities } from "../sessions/keep-capabilities.ts";

/** What a client of 2026-07-28 declared with this very request, as far as an instance may make use of it. */
export function readCapabilities({ _meta: meta }: JsonObject): JsonObject {
  return isObject(meta) ? keepCapabilities(meta[META.clientCapabilities]) : {};
}
