import "#server-only";
import { findGroup, type GroupId } from "#lib/catalog/groups.ts";
import type { ClientActor } from "#lib/kernel/actor.ts";
import { isWithinEffect } from "#lib/kernel/effects.ts";

/** Whether an admin lets the caller's app use tools of that group at all. */
export function isWithinApp({ effectMax }: Pick<ClientActor, "effectMax">, id: GroupId): boolean {
  if (effectMax === undefined) return true;
  const group = findGroup(id);
  return group !== null && isWithinEffect(group, effectMax);
}
