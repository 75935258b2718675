import "#server-only";
import { DomainError } from "#lib/kernel/errors.ts";
import { findTenants, type TenantReport } from "./internal/tenants/store.ts";
import { operatorVerb } from "./operator-verb.ts";
import { TenantInput } from "./schema.ts";

/** One organisation as the operators see it: state and counts. Throws `not_found`. */
export const getTenantReport = operatorVerb({
  action: "tenants.view",
  input: TenantInput,
  target: ({ slug }) => slug,
  async run(_actor, { slug }): Promise<TenantReport> {
    const [tenant] = await findTenants({ exact: slug, limit: 1 });
    if (!tenant) throw new DomainError("not_found", "There is no organisation with this short name.");
    return tenant;
  },
});
