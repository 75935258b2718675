import "#server-only";
import type { GrantId, TenantId } from "#lib/kernel/ids.ts";
import { type SeededGrant, upsertSeeded } from "./internal/seeded/store.ts";

export type { SeededGrant } from "./internal/seeded/store.ts";

/**
 * Puts the sandbox's connections, of nobody's app, into the state they are given with, whatever became of them since; one
 * that somebody ended after `keptSince` stays as it is, and one that is there keeps its dates until it would end. No token
 * ever belongs to one.
 */
export async function putSeededGrants(
  tenantId: TenantId,
  grants: readonly (SeededGrant & { id: GrantId })[],
  keptSince: Date,
): Promise<void> {
  await upsertSeeded(tenantId, grants, keptSince);
}
