/** What a person should think of before allowing a tool, the least first: the order in which an app can be limited. */
export const EFFECTS = ["read", "write", "external", "destructive"] as const;
export type Effect = (typeof EFFECTS)[number];

/** Whether an app that is limited to `max` may use tools of such a group. Credentials count as the highest effect. */
export function isWithinEffect(
  { effect, credential }: { effect: Effect; credential: boolean },
  max: Effect | undefined,
): boolean {
  if (max === undefined) return true;
  const rank = credential ? EFFECTS.length - 1 : EFFECTS.indexOf(effect);
  return rank <= EFFECTS.indexOf(max);
}
