import "#server-only";
import { findGroup } from "#lib/catalog/groups.ts";

type Offered = { id: string; locked: string | null };
export type Preset = "suggested" | "read" | "all";
export type Wish = {
  /** What the app's request names; empty when it did not say. */
  requested: readonly string[];
  /** What a call of the app was refused for a moment ago. */
  needed?: readonly string[];
  /** What the app's connection had that it gave up to ask for more. */
  had?: readonly string[] | null;
};

/**
 * The groups ticked when the permissions page opens, of those offered and open: what the app asked for (everything, if
 * it asked for nothing) or, after a connection it gave up to ask for more, what that one had; with what it needs.
 * A destructive or credential group is ticked only when the person ticked it for that very connection. `read` ticks
 * every read group, `all` every group that is not destructive or credential.
 */
export function suggestGroups(
  offered: readonly Offered[],
  { requested, needed = [], had = null }: Wish,
  preset: Preset = "suggested",
): string[] {
  const asked = new Set([...(had ?? requested), ...needed]);
  const isAskedForAll = had === null && requested.length === 0;
  const isTicked = (id: string) => {
    if (preset === "suggested" && had?.includes(id)) return true;
    if (!isSafe(id)) return false;
    if (preset === "all") return true;
    if (preset === "read") return findGroup(id)?.effect === "read";
    return isAskedForAll || asked.has(id);
  };
  return offered.filter(({ id, locked }) => locked === null && isTicked(id)).map(({ id }) => id);
}

function isSafe(id: string): boolean {
  const group = findGroup(id);
  return group !== null && group.effect !== "destructive" && !group.credential;
}
