import "#server-only";
import { DomainError } from "#lib/kernel/errors.ts";
import { findTenantBySlug, type NamedTenant } from "./internal/lifecycle/store.ts";

/** The organisation an operator means by its short name. Throws `not_found`. */
export async function nameTenant(slug: string): Promise<NamedTenant> {
  const tenant = await findTenantBySlug(slug);
  if (!tenant) throw new DomainError("not_found", "There is no organisation with this short name.");
  return tenant;
}
