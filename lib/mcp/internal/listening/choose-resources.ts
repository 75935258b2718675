import "#server-only";
import { type FeatureAccess, offering } from "#lib/access/decide-feature.ts";
import { findResourceOwner } from "../features/find-feature-target.ts";
import type { WatchedResources } from "./follow-resources.ts";
import { takeWatchPlace } from "./take-watch-place.ts";

/**
 * Of the resources a client wants to be told of, those it may read whose instance says when they change and has a place
 * left for who watches; by instance, and as the client named them. `free` gives the places back.
 */
export function chooseResources(
  { instances, layer }: FeatureAccess,
  wanted: readonly string[],
): { watched: WatchedResources[]; granted: string[]; free: () => void } {
  const usable = layer === null ? offering(instances, "resources") : [];
  const found = wanted.flatMap((uri) => {
    const owner = findResourceOwner(instances, uri);
    const isUsable = owner !== null && usable.includes(owner.instance);
    return isUsable && owner.instance.declared.includes("resources.subscribe") ? [{ uri, ...owner }] : [];
  });
  const taken = [...Map.groupBy(found, ({ instance }) => instance)].flatMap(([instance, own]) => {
    const place = takeWatchPlace(instance.upstreamId);
    return place === null ? [] : [{ instance, own, place }];
  });
  return {
    watched: taken.map(({ instance, own }) => ({ instance, uris: own.map(({ name }) => name) })),
    granted: taken.flatMap(({ own }) => own.map(({ uri }) => uri)),
    free: () => taken.forEach(({ place }) => place.free()),
  };
}
