import "#server-only";
import type { PersonActor } from "#lib/kernel/actor.ts";
import { DomainError } from "#lib/kernel/errors.ts";
import { findCompanySignIn } from "#lib/tenants/find-company-sign-in.ts";

/**
 * An address whose company keeps to its own sign-in stays, and nobody comes to one by a code: either would be a way
 * around that.
 */
export async function refuseCompanyAddress({ email }: PersonActor, wanted: string): Promise<void> {
  if ((await findCompanySignIn(email))?.isRequired) {
    throw new DomainError(
      "precondition_failed",
      "Your company keeps to its own sign-in, so your address stays. Ask an administrator there.",
    );
  }
  if (!(await findCompanySignIn(wanted))?.isRequired) return;
  throw new DomainError(
    "precondition_failed",
    "This address's company keeps to its own sign-in. Sign out, and sign in with that address instead.",
  );
}
