import "#server-only";
import { isObject } from "#lib/kernel/json.ts";
import { VIEW_KINDS, type ViewKind } from "./read-view.ts";

/** What a client wants to hear of. */
export type Wishes = { kinds: readonly ViewKind[]; uris: readonly string[] };

const URIS_MAX = 100;
const URI_LENGTH_MAX = 4096;

/** The filter of `subscriptions/listen` (MCP 2026-07-28); a sentence where it is none. What we do not know is not wanted. */
export function readWishes(notifications: unknown): Wishes | string {
  if (!isObject(notifications)) return "notifications is required and is an object.";
  const wanted = VIEW_KINDS.map((kind) => [kind, notifications[`${kind}ListChanged`]] as const);
  const uris = notifications["resourceSubscriptions"] ?? [];
  if (wanted.some(([, value]) => value !== undefined && typeof value !== "boolean")) {
    return "Each kind of list change in notifications is wanted with true or not wanted with false.";
  }
  if (!Array.isArray(uris) || !uris.every((uri) => typeof uri === "string" && uri.length <= URI_LENGTH_MAX)) {
    return "resourceSubscriptions is a list of the URIs of resources.";
  }
  if (uris.length > URIS_MAX) return "One stream can be told of at most 100 resources.";
  const kinds = wanted.flatMap(([kind, value]) => (value === true ? [kind] : []));
  return { kinds, uris: [...new Set(uris as string[])] };
}
