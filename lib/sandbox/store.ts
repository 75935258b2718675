import "#server-only";
import { inAuth } from "#lib/platform/db/in-auth.ts";
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
  await addAudits([entry]);
}

/** Several rows of one sandbox, in their order. */
export async function addAudits(entries: readonly AuditEntry[]): Promise<void> {
  const [first] = entries;
  if (!first) return;
  await inTenant(first.tenantId, async (tx) => {
    for (const entry of entries) await appendAudit(tx, entry);
  });
}

/** Up to when the sandbox's history reaches; null before it has one. */
export async function findSeededUntil(): Promise<Date | null> {
  const row = await inAuth((tx) =>
    tx.sandboxNight.findFirst({ orderBy: { night: "desc" }, select: { seededUntil: true } }),
  );
  return row?.seededUntil ?? null;
}

/** Writes down that the sandbox is as it is to be that night (UTC). */
export async function addNight(now: Date): Promise<void> {
  await inAuth((tx) =>
    tx.sandboxNight.upsert({
      where: { night: toNight(now) },
      create: { night: toNight(now), at: now, seededUntil: now },
      update: { at: now, seededUntil: now },
      select: { night: true },
    }),
  );
}

function toNight(now: Date): Date {
  return new Date(now.toISOString().slice(0, 10));
}
