import "#server-only";
import type { TenantId } from "#lib/kernel/ids.ts";
import { queueMail } from "#lib/platform/outbox/queue-mail.ts";
import { appendAudit } from "#lib/verbs/append-audit.ts";
import {
  endStaleGrant,
  type EndedStale,
  findAddresses,
  findStaleGrants,
  inStaleTenant,
  type StaleGrant,
} from "./internal/stale/store.ts";
import { writeIdleMail } from "./internal/stale/write-idle-mail.ts";

/** Ended in one transaction, with a row of the audit log each. */
const BATCH = 100;
const BATCHES_MAX = 50;

type Batch = Parameters<Parameters<typeof inStaleTenant>[1]>[0];

/**
 * Ends the connections that are past their time, or that nothing used for as long as their organisation allows, 5,000 at
 * most; their tokens die with them. Each is in the audit log, and a person is told once of what they did not use.
 */
export async function endStaleConnections(): Promise<void> {
  for (let turn = 0; turn < BATCHES_MAX; turn += 1) {
    const stale = await findStaleGrants(BATCH);
    for (const [tenantId, grants] of Map.groupBy(stale, (grant) => grant.tenantId))
      await inStaleTenant(tenantId, (tx) => endOf(tx, tenantId, grants));
    if (stale.length < BATCH) return;
  }
}

async function endOf(tx: Batch, tenantId: TenantId, grants: readonly StaleGrant[]): Promise<void> {
  const idle: EndedStale[] = [];
  for (const grant of grants) {
    const ended = await endStaleGrant(tx, grant);
    if (ended === null) continue;
    if (grant.reason === "idle") idle.push(ended);
    await appendAudit(tx, {
      tenantId,
      actor: { kind: "system", job: "end_stale_connections", tenantId },
      action: "connection.end",
      target: grant.id,
      outcome: "done",
      after: { app: ended.clientName, status: "disconnected", endedReason: grant.reason },
    });
  }
  const idleDays = grants[0]?.idleDaysMax ?? 0;
  const people = Map.groupBy(idle, ({ personId }) => personId);
  for (const { personId, email: to, tenantName } of await findAddresses(tx, tenantId, [...people.keys()])) {
    const appNames = (people.get(personId) ?? []).map(({ clientName }) => clientName);
    const mail = writeIdleMail({ tenantName, appNames, idleDays });
    await queueMail(tx, { tenantId, kind: "idle-connections", to, mail });
  }
}
