import "#server-only";
import { inTenant } from "#lib/platform/db/in-tenant.ts";
import { authSql } from "#lib/platform/db/sql.ts";
import { withClient } from "#lib/platform/db/with-client.ts";
import { appendAudit, type AuditEntry } from "#lib/verbs/append-audit.ts";

/** Runs while no other server is at the same; those that start at the same moment wait. */
export async function inSandboxTurn<Result>(run: () => Promise<Result>): Promise<Result> {
  return await withClient(authSql(), async (client) => {
    await client.query("SELECT pg_advisory_lock(hashtextextended('sandbox', 0))");
    try {
      return await run();
    } finally {
      await client.query("SELECT pg_advisory_unlock(hashtextextended('sandbox', 0))");
    }
  });
}

/** One row more in the sandbox's audit log. */
export async function addAudit(entry: AuditEntry): Promise<void> {
  await inTenant(entry.tenantId, (tx) => appendAudit(tx, entry));
}
