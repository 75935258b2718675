import "#server-only";

/** Prints how a command is used and answers its exit code: 0 for who asked with --help, 1 for who got it wrong. */
export function explainUsage(usage: string, words: readonly string[]): number {
  const isAsked = words.some((word) => word === "--help" || word === "-h" || word === "help");
  if (isAsked) console.log(usage);
  else console.error(usage);
  return isAsked ? 0 : 1;
}
