import "#server-only";
import { GOOGLE } from "#lib/identity/find-google.ts";
import type { SignInState } from "#lib/identity/find-sign-in.ts";
import { findCompanySignIn } from "#lib/tenants/find-company-sign-in.ts";
import { findDomainWays } from "#lib/tenants/find-domain-ways.ts";

/**
 * Why a code may not sign in this address: its company keeps to its own sign-in, or to other ways than codes. A code that
 * only joins an allowed sign-in to an account there is may.
 */
export async function findCodeRefusal({
  address,
  identity,
}: Pick<SignInState, "address" | "identity">): Promise<"company_only" | "way_refused" | null> {
  const [company, ways] = await Promise.all([findCompanySignIn(address), findDomainWays(address)]);
  const isOwnCompany = company !== null && identity?.connection === company.connectionId;
  if (company?.isRequired && !isOwnCompany) return "company_only";
  if (ways === null || ways.includes("code")) return null;
  const joins = identity?.connection === GOOGLE ? "google" : isOwnCompany ? "company" : null;
  return joins !== null && ways.includes(joins) ? null : "way_refused";
}

/** The same of signing in at Google. */
export async function findGoogleRefusal(address: string): Promise<"company_only" | "way_refused" | null> {
  if ((await findCompanySignIn(address))?.isRequired) return "company_only";
  return (await findDomainWays(address))?.includes("google") === false ? "way_refused" : null;
}
