import "#server-only";
import { type FeatureAccess, offering } from "#lib/access/decide-feature.ts";
import { findResourceOwner } from "../features/find-feature-target.ts";
import type { WatchedResources } from "./follow-resources.ts";

/**
 * Of the resources a client wants to be told of, those it may read whose instance says when they change; by instance,
 * and as the client named them.
 */
export function chooseResources(
  { instances, layer }: FeatureAccess,
  wanted: readonly string[],
): { watched: WatchedResources[]; granted: string[] } {
  const usable = layer === null ? offering(instances, "resources") : [];
  const found = wanted.flatMap((uri) => {
    const owner = findResourceOwner(instances, uri);
    const isUsable = owner !== null && usable.includes(owner.instance);
    return isUsable && owner.instance.declared.includes("resources.subscribe") ? [{ uri, ...owner }] : [];
  });
  const byInstance = Map.groupBy(found, ({ instance }) => instance);
  return {
    watched: [...byInstance].map(([instance, own]) => ({ instance, uris: own.map(({ name }) => name) })),
    granted: found.map(({ uri }) => uri),
  };
}
