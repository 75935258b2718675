import { type Effect, findGroup } from "#lib/catalog/groups.ts";

export type GroupChoice = { id: string; title: string; consequence: string; effect: Effect | null };

/** Groups as a person chooses between them; one that is no longer in our list is called by its id. */
export function toGroupChoices(ids: readonly string[]): GroupChoice[] {
  return ids.map((id) => {
    const group = findGroup(id);
    return {
      id,
      title: group?.title ?? id,
      consequence: group?.consequence ?? "",
      effect: group?.effect ?? null,
    };
  });
}
