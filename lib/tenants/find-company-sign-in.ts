import "#server-only";
import { domainOf, normalizeAddress } from "#lib/identity/schema.ts";
import { type CompanySignIn, findCompany } from "./internal/sso/store.ts";

export type { CompanySignIn } from "./internal/sso/store.ts";

/**
 * The company sign-in of an address's domain, or null. Any text may be given. It tells no more than that this domain
 * has one: an organisation is named to nobody before they are signed in.
 */
export async function findCompanySignIn(address: string): Promise<CompanySignIn | null> {
  const normal = normalizeAddress(address);
  return normal === null ? null : await findCompany(domainOf(normal));
}
