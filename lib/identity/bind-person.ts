import "#server-only";
import { DomainError } from "#lib/kernel/errors.ts";
import type { PersonId, TenantId } from "#lib/kernel/ids.ts";
import { bind } from "./internal/reviewer/store.ts";

/**
 * Binds an account to the one organisation it may ever belong to: for the reviewer of the sandbox. Safe to repeat. Throws
 * `conflict` when it is bound to another.
 */
export async function bindPerson(personId: PersonId, tenantId: TenantId): Promise<void> {
  if (await bind(personId, tenantId)) return;
  throw new DomainError("conflict", "This account is bound to another organisation.");
}
