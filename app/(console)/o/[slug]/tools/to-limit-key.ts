/** Which of a tool's limits, in what its form sends of those it showed. */
export function toLimitKey({ role, argument }: { role: string; argument: string }): string {
  return `${role} ${argument}`;
}
