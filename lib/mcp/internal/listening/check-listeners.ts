import "#server-only";
import { findLiveAccess } from "#lib/grants/find-live-access.ts";
import { type Audience, type HeldListener, viewOf } from "./audience.ts";
import { followInstances } from "./follow-instances.ts";
import { VIEW_KINDS } from "./read-view.ts";

/**
 * Looks what these listeners see now and tells each the kinds it asked for that differ from before. Throws when the
 * database does not answer; who was not looked at then is as before.
 */
export async function checkListeners(audience: Audience, meant: readonly HeldListener[]): Promise<void> {
  const live = await findLiveAccess([...new Set(meant.map(({ actor }) => actor.grantId))]);
  for (const held of meant) {
    const access = live.get(held.actor.grantId);
    // A stream whose connection is dead or may less is cut by whoever holds its access.
    if (access === undefined) continue;
    const { effectMax: _, ...known } = held.actor;
    const limit = access.effectMax === null ? {} : { effectMax: access.effectMax };
    const actor = { ...known, ...limit, groups: access.groups ?? known.groups };
    const view = await viewOf(audience, actor);
    if (!audience.held.has(held)) continue;
    const before = held.view;
    Object.assign(held, { actor, view });
    followInstances(held);
    for (const kind of VIEW_KINDS) {
      const isChanged = before?.marks[kind] !== view.marks[kind];
      if (isChanged && held.kinds.includes(kind)) held.notify(`notifications/${kind}/list_changed`, "{}");
    }
  }
}
