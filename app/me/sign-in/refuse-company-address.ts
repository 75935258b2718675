import "#server-only";
import type { PersonActor } from "#lib/kernel/actor.ts";
import { DomainError } from "#lib/kernel/errors.ts";
import { findCompanySignIn } from "#lib/tenants/find-company-sign-in.ts";

/** An address whose company keeps to its own sign-in stays: leaving it would be a way around that. */
export async function refuseCompanyAddress({ email }: PersonActor): Promise<void> {
  if (!(await findCompanySignIn(email))?.isRequired) return;
  throw new DomainError(
    "precondition_failed",
    "Your company keeps to its own sign-in, so your address stays. Ask an administrator there.",
  );
}
