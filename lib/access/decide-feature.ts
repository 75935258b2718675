import "#server-only";
import { findGroup, type GroupId } from "#lib/catalog/groups.ts";
import { isRevocationFresh } from "#lib/grants/watch-revocations.ts";
import type { ClientActor } from "#lib/kernel/actor.ts";
import type { Role } from "#lib/kernel/permissions.ts";
import type { OwnerKey } from "#lib/upstreams/lease-session.ts";
import type { Feature } from "#lib/upstreams/schema.ts";
import type { KeyMode } from "#lib/upstreams/terms.ts";
import { isReachable, keyFor } from "./internal/apply-presented-key.ts";
import { findInstances, type InstanceRow } from "./internal/features/store.ts";
import { openMemory } from "./internal/open-memory.ts";
import { isSwitchedOff } from "./is-switched-off.ts";
import { findRefusal, type ToolRules } from "./policy.ts";
import { type MissingKey, toOwnerKey } from "./store.ts";

export type { Feature } from "#lib/upstreams/schema.ts";

/** The group that stands for everything of an instance that is not a tool: it only reads, and we do not know it. */
export const FEATURE_GROUP = "other.read" satisfies GroupId;

/** An instance with what a request to it needs. */
export type FeatureInstance = Omit<InstanceRow, "keyId" | "keyVersion" | "isOwnKey" | "keyMode"> & {
  key: OwnerKey | null;
  /** Whose key is missing, where there is none. */
  lacksKey: MissingKey | null;
};

/**
 * The instances of the organisation in their stable order, and the one layer that says no to all they offer beside
 * tools: everything is paused, the role, the organisation's policy, or (`grant`) that the connection lacks the group.
 */
export type FeatureAccess = {
  instances: readonly FeatureInstance[];
  layer: null | "paused" | "catalogue" | "role" | "policy" | "grant";
};

/** What this caller may use beside tools, as the organisation's rows say now. */
export async function decideFeatures(actor: ClientActor): Promise<FeatureAccess> {
  const [isOff, { rows, rules }] = await Promise.all([isSwitchedOff(actor.tenantId), findRemembered(actor)]);
  if (isOff) return { instances: [], layer: "paused" };
  const reachable = rows.filter(({ upstreamId }) => isReachable(actor, upstreamId));
  const instances = reachable.map(({ keyId: id, keyVersion: version, isOwnKey: isOwn, keyMode, ...row }) => {
    const key = keyFor(actor, toOwnerKey({ id, version, isOwn }));
    return { ...row, key, lacksKey: key === null ? toLack(keyMode) : null };
  });
  const layer = findFeatureRefusal({ role: actor.role, rules, isSharedAddress: actor.isSharedAddress });
  if (layer !== null) return { instances, layer };
  return { instances, layer: actor.groups.includes(FEATURE_GROUP) ? null : "grant" };
}

function toLack(mode: KeyMode): MissingKey {
  return mode === "shared" ? "shared" : "own";
}

type Found = Awaited<ReturnType<typeof findInstances>>;

const INSTANCES_MAX = 20_000;

async function findRemembered(actor: ClientActor): Promise<Found> {
  if (!isRevocationFresh()) return await findInstances(actor);
  const memory = openMemory<Found>("instances", INSTANCES_MAX);
  const { tenantId, personId, role, membershipId } = actor;
  const key = `${tenantId} ${personId} ${role}`;
  const known = memory.get(key);
  if (known !== undefined) return known;
  const lookup = memory.begin();
  const found = await findInstances(actor);
  memory.put(key, found, lookup, { ids: [tenantId, membershipId], weight: 1 + found.rows.length });
  return found;
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
