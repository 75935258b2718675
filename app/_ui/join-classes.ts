/** Class names in one string; what is false or absent is left out. */
export function joinClasses(...parts: readonly (string | false | undefined)[]): string {
  return parts.filter(Boolean).join(" ");
}
