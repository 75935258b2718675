import "#server-only";
import type { SignInState } from "#lib/identity/find-sign-in.ts";
import { findCompanySignIn } from "#lib/tenants/find-company-sign-in.ts";

/**
 * Whether a code may not sign in this address because its company keeps to its own sign-in. A code that only joins that
 * very sign-in to an account there is may.
 */
export async function isCompanyOnly({ address, identity }: SignInState): Promise<boolean> {
  const company = await findCompanySignIn(address);
  return company?.isRequired === true && identity?.connection !== company.connectionId;
}
