/** Where a signed-in browser goes: where it was headed, else to the person's organisations, not to the public page. */
export function toLanding(next: string): string {
  return next === "/" ? "/o" : next;
}
