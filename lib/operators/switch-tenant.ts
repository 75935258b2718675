import "#server-only";
import { catchUpRevocations } from "#lib/grants/watch-revocations.ts";
import { liftSuspension } from "#lib/tenants/lift-suspension.ts";
import { suspendTenant } from "#lib/tenants/suspend-tenant.ts";
import { operatorVerb } from "./operator-verb.ts";
import { SwitchTenantInput } from "./schema.ts";

/**
 * Suspends an organisation (nobody enters it, every token of it answers 401) or lets it run again. Audited there too, as
 * the operator's act. Throws `not_found`, `precondition_failed` for the sandbox.
 */
export const switchTenant = operatorVerb({
  action: "tenants.switch",
  input: SwitchTenantInput,
  target: ({ slug, isSuspended }) => `${slug} ${isSuspended ? "suspend" : "resume"}`,
  async run(_actor, { slug, isSuspended }): Promise<{ name: string; isNew: boolean }> {
    const done = await (isSuspended ? suspendTenant(slug) : liftSuspension(slug));
    await catchUpRevocations();
    return done;
  },
});
