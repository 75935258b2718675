import "#server-only";
import { findGroup, type GroupId } from "#lib/catalog/groups.ts";
import type { ClientActor } from "#lib/kernel/actor.ts";
import type { Role } from "#lib/kernel/permissions.ts";
import type { OwnerKey } from "#lib/upstreams/lease-session.ts";
import { isReachable, keyFor } from "./internal/apply-presented-key.ts";
import { findInstances, type InstanceRow } from "./internal/features/store.ts";
import { findRefusal, type ToolRules } from "./policy.ts";

/** What an instance can offer beside tools. */
export const FEATURES = ["prompts", "resources", "completions"] as const;
export type Feature = (typeof FEATURES)[number];

/** The group that stands for everything of an instance that is not a tool: it only reads, and we do not know it. */
export const FEATURE_GROUP = "other.read" satisfies GroupId;

/** An instance with what a request to it needs. */
export type FeatureInstance = Omit<InstanceRow, "keyId" | "keyVersion"> & {
  key: OwnerKey | null;
};

/**
 * The instances of the organisation in their stable order, and the one layer that says no to all they offer beside
 * tools: the role, the organisation's policy, or (`grant`) that the connection lacks the group.
 */
export type FeatureAccess = {
  instances: readonly FeatureInstance[];
  layer: null | "catalogue" | "role" | "policy" | "grant";
};

/** What this caller may use beside tools, as the organisation's rows say now. */
export async function decideFeatures(actor: ClientActor): Promise<FeatureAccess> {
  const { rows, rules } = await findInstances(actor);
  const reachable = rows.filter(({ upstreamId }) => isReachable(actor, upstreamId));
  const instances = reachable.map(({ keyId, keyVersion, ...row }) => ({
    ...row,
    key: keyFor(actor, keyId === null ? null : { id: keyId, version: keyVersion ?? 0 }),
  }));
  const layer = findFeatureRefusal({ role: actor.role, rules, isSharedAddress: actor.isSharedAddress });
  if (layer !== null) return { instances, layer };
  return { instances, layer: actor.groups.includes(FEATURE_GROUP) ? null : "grant" };
}

/** The instances that offer this, if an admin approved it there. */
export function offering(
  instances: readonly FeatureInstance[],
  feature: Feature,
): readonly FeatureInstance[] {
  return instances.filter(({ features }) => features.includes(feature));
}

/** Which layer refuses what is not a tool to that role: the rules of its group. The grant is not asked here. */
export function findFeatureRefusal({
  role,
  rules,
  isSharedAddress,
}: {
  role: Role;
  rules: ToolRules;
  isSharedAddress: boolean;
}): "catalogue" | "role" | "policy" | null {
  const group = findGroup(FEATURE_GROUP);
  if (group === null) return "catalogue";
  // No tool has an empty name, so no decision about one tool says anything here.
  const tool = { name: "", verdict: "ok" } as const;
  const layer = findRefusal({ tool, group, state: "approved", role, rules, isSharedAddress });
  return layer === "role" || layer === "policy" || layer === null ? layer : "catalogue";
}
