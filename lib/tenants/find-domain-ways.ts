import "#server-only";
import { domainOf, normalizeAddress } from "#lib/identity/schema.ts";
import { findWaysOfDomain } from "./internal/sso/store.ts";
import type { SignInWay } from "./schema.ts";

/**
 * How people with an address of that domain may sign in at all, as the organisation that proved it chose; null where
 * nobody did. Any text may be given. Which organisation that is, it does not tell.
 */
export async function findDomainWays(address: string): Promise<readonly SignInWay[] | null> {
  const normal = normalizeAddress(address);
  return normal === null ? null : await findWaysOfDomain(domainOf(normal));
}
