import "#server-only";
import { appendAudit } from "#lib/verbs/append-audit.ts";
import { findDueTenants, markForgotten, markPurged, purgeRows } from "./internal/lifecycle/store.ts";

const TENANTS_AT_ONCE = 20;
const ROWS_AT_ONCE = 1_000;
const TURNS = 2_000;

/**
 * Removes what is left of organisations whose deletion can no longer be undone, in short statements: all but their audit
 * log, and that one a year later with their names. Safe to run at any time and again when it was cut short.
 */
export async function purgeTenants(now: Date = new Date()): Promise<void> {
  for (const { tenantId, isPurged } of await findDueTenants(now, TENANTS_AT_ONCE)) {
    if (!(await removeRows(tenantId))) continue;
    if (isPurged) {
      await markForgotten(tenantId);
      continue;
    }
    const actor = { kind: "system", job: "purge-tenants", tenantId } as const;
    const entry = { tenantId, actor, action: "tenant.purge", target: tenantId, outcome: "done" } as const;
    await markPurged(tenantId, now, (tx) => appendAudit(tx, entry));
  }
}

/** True once nothing is left; false when there is more than one turn's work, for the next. */
async function removeRows(tenantId: Parameters<typeof purgeRows>[0]): Promise<boolean> {
  for (let turn = 0; turn < TURNS; turn += 1) {
    if ((await purgeRows(tenantId, ROWS_AT_ONCE)) === 0) return true;
  }
  return false;
}
