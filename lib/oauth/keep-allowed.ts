import "#server-only";

/** Of the groups a form names, those that were offered and open, in the order they were offered. */
export function keepAllowed<Id extends string>(
  offered: readonly { id: Id; locked: string | null }[],
  ticked: readonly string[],
): Id[] {
  const chosen = new Set(ticked);
  return offered.filter(({ id, locked }) => locked === null && chosen.has(id)).map(({ id }) => id);
}
