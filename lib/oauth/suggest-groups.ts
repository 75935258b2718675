import "#server-only";
import { GROUPS } from "#lib/catalog/groups.ts";

type Offered = { id: string; locked: string | null };
export type Preset = "suggested" | "read" | "all";

const BY_ID = new Map<string, (typeof GROUPS)[number]>(GROUPS.map((group) => [group.id, group]));

/**
 * The groups ticked when the permissions page opens: what the app asked for (everything, if it asked for nothing)
 * that the role allows, never a destructive or credential group. `read` ticks every read group, `all` every group
 * that is not destructive or credential. Whatever is asked, those two kinds are ticked by a person alone.
 */
export function suggestGroups(
  offered: readonly Offered[],
  requested: readonly string[],
  preset: Preset = "suggested",
): string[] {
  const asked = new Set(requested);
  const isAsked = (id: string) => {
    if (preset === "all") return true;
    if (preset === "read") return BY_ID.get(id)?.effect === "read";
    return asked.size === 0 || asked.has(id);
  };
  return offered
    .filter((group) => group.locked === null && isSafe(group.id) && isAsked(group.id))
    .map((group) => group.id);
}

function isSafe(id: string): boolean {
  const group = BY_ID.get(id);
  return group !== undefined && group.effect !== "destructive" && !group.credential;
}
