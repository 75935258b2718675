import "#server-only";

/** Set by us alone on a request that came to a guessed address, to the address it came to: the host used no metadata. */
export const ROOT_ALIAS_HEADER = "x-connect-root-alias";

/** Where hosts go that found or used no metadata (MCP 2025-03-26, Authorization, fallbacks for servers without it). */
const ALIASES: ReadonlyMap<string, string> = new Map([
  ["/authorize", "/oauth/authorize"],
  ["/token", "/oauth/token"],
  ["/register", "/oauth/register"],
]);

/** The endpoint behind an address at the root, or null where there is none. */
export function findRootAlias(path: string): string | null {
  return ALIASES.get(path) ?? null;
}
