/**
 * Whether the input of a change says once what it is made from: the version of a form, or what was `seen`, where a change is
 * taken back.
 */
export function isSeen({ version, seen }: { version?: unknown; seen?: unknown }): boolean {
  return (version === undefined) !== (seen === undefined);
}
