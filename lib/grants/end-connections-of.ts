import "#server-only";
import type { PersonId, TenantId } from "#lib/kernel/ids.ts";
import { endGrantsOf } from "./internal/operator/store.ts";
import { catchUpRevocations } from "./watch-revocations.ts";

/**
 * Ends the live connections of one person in one organisation on the operator's word, all or those made before a moment;
 * how many there were. This instance has heard of it then. Whoever calls writes it down.
 */
export async function endConnectionsOf(
  tenantId: TenantId,
  { personId, madeBefore }: { personId: PersonId; madeBefore?: Date },
): Promise<number> {
  const ended = await endGrantsOf(tenantId, { personId, madeBefore: madeBefore ?? new Date() });
  if (ended > 0) await catchUpRevocations();
  return ended;
}
