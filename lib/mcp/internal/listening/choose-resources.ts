import "#server-only";
import { type FeatureAccess, type FeatureInstance, offering } from "#lib/access/decide-feature.ts";
import { findResourceOwner } from "../features/find-feature-target.ts";

/** Resources of one instance, by its own names for them and as the client named them. */
export type ChosenResources = {
  instance: FeatureInstance;
  uris: readonly string[];
  named: readonly string[];
};

/** Of the resources a client wants to be told of, those it may read whose instance says when they change; by instance. */
export function chooseResources(
  { instances, layer }: FeatureAccess,
  wanted: readonly string[],
): ChosenResources[] {
  const usable = layer === null ? offering(instances, "resources") : [];
  const found = wanted.flatMap((uri) => {
    const owner = findResourceOwner(instances, uri);
    const isUsable = owner !== null && usable.includes(owner.instance);
    return isUsable && owner.instance.declared.includes("resources.subscribe") ? [{ uri, ...owner }] : [];
  });
  return [...Map.groupBy(found, ({ instance }) => instance)].map(([instance, own]) => ({
    instance,
    uris: own.map(({ name }) => name),
    named: own.map(({ uri }) => uri),
  }));
}
