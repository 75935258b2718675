import "#server-only";
import {
  decideFeatures,
  type Feature,
  FEATURE_GROUP,
  type FeatureInstance,
} from "#lib/access/decide-feature.ts";
import type { GroupId } from "#lib/catalog/groups.ts";
import type { ClientActor } from "#lib/kernel/actor.ts";
import { findOwnName, type NameKind } from "./expose-name.ts";
import { readList } from "./read-list.ts";

export type FeatureWanted = {
  feature: Feature;
  kind: NameKind;
  /** As it was offered. */
  name: string;
};

/** `unknown` stands for everything the caller may not learn of; `grant` names what the connection lacks. */
export type FeatureTarget =
  | { ok: true; instance: FeatureInstance; name: string }
  | { ok: false; layer: "unknown" }
  | { ok: false; layer: "grant"; groups: readonly GroupId[] };

const UNKNOWN: FeatureTarget = { ok: false, layer: "unknown" };

/** The instance whose prompt or resource that name stands for, and its own name for it; or why not. */
export async function findFeatureTarget(actor: ClientActor, wanted: FeatureWanted): Promise<FeatureTarget> {
  const { instances, layer } = await decideFeatures(actor);
  const owners = findOwners(instances, wanted);
  if (layer === null) {
    const owner = await chooseOwner(actor, owners, wanted.kind);
    return owner?.instance.features.includes(wanted.feature) ? { ok: true, ...owner } : UNKNOWN;
  }
  const isOffered = owners.some(({ instance }) => instance.features.includes(wanted.feature));
  return layer === "grant" && isOffered ? { ok: false, layer, groups: [FEATURE_GROUP] } : UNKNOWN;
}

export type Owner = { instance: FeatureInstance; name: string };

/** Whose it can be, in the stable order. A URI that begins as another instance's do is that instance's alone. */
function findOwners(instances: readonly FeatureInstance[], { kind, name }: FeatureWanted): Owner[] {
  const owners = instances.flatMap((instance) => {
    const own = findOwnName(instance, kind, name);
    return own === null || own === "" ? [] : [{ instance, name: own }];
  });
  return kind === "uri" ? owners.slice(-1) : owners;
}

/** The instance a resource is of, by its name here; null where there is none. */
export function findResourceOwner(instances: readonly FeatureInstance[], uri: string): Owner | null {
  return findOwners(instances, { feature: "resources", kind: "uri", name: uri })[0] ?? null;
}

/** A prompt of the first instance may be named like another's: it belongs, as in the list, to the first that lists it. */
async function chooseOwner(
  { tenantId, grantId }: ClientActor,
  owners: readonly Owner[],
  kind: NameKind,
): Promise<Owner | null> {
  const last = owners.at(-1) ?? null;
  if (kind === "uri") return last;
  for (const owner of owners.slice(0, -1)) {
    if (!owner.instance.features.includes("prompts")) continue;
    const listed = await readList({ tenantId, grantId, instance: owner.instance }, "prompts/list");
    // Who cannot be asked keeps the name: it must not come to mean another instance's prompt.
    if (!listed.ok || listed.entries.some((entry) => entry.name === owner.name)) return owner;
  }
  return last;
}
