import "#server-only";
import { GROUPS } from "#lib/catalog/groups.ts";
import type { MemberActor } from "#lib/kernel/actor.ts";
import { type Role, ROLES } from "#lib/kernel/permissions.ts";
import { admitComparison } from "./internal/admit-comparison.ts";
import { listVisibleTools } from "./list-visible-tools.ts";

/** How many tools somebody gains and loses who gets that role, and how many it may use then. */
export type RoleDifference = { gained: number; lost: number; total: number };

const ALL_GROUPS = GROUPS.map(({ id }) => id);

/**
 * What changes in tools for somebody of one role who gets another, of each: counted over the very lists the roles'
 * callers are given at the organisation's own address, before what each person allowed.
 */
export const compareRoles = Object.assign(
  async (actor: MemberActor, raw: unknown): Promise<Record<Role, RoleDifference>> => {
    const { role } = await admitComparison(actor, raw);
    const now = await findNames(actor, role);
    const differences = await Promise.all(
      ROLES.map(async (other) => {
        const then = await findNames(actor, other);
        const [gained, lost] = [countMissing(then, now), countMissing(now, then)];
        return [other, { gained, lost, total: then.size }] as const;
      }),
    );
    return Object.fromEntries(differences) as Record<Role, RoleDifference>;
  },
  { action: admitComparison.action, permission: admitComparison.permission },
);

/** How many names the other list has not. */
function countMissing(names: Set<string>, other: Set<string>): number {
  return [...names].filter((name) => !other.has(name)).length;
}

async function findNames({ tenantId }: MemberActor, role: Role): Promise<Set<string>> {
  const viewer = { tenantId, role, isSharedAddress: false, groups: ALL_GROUPS };
  return new Set((await listVisibleTools(viewer)).map(({ exposedName }) => exposedName));
}
