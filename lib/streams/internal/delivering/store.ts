import "#server-only";
import { ATTEMPT_QUIET_SECONDS } from "#lib/activity/policy.ts";
import type { TenantId } from "#lib/kernel/ids.ts";
import { Prisma } from "#lib/platform/db/generated/client.ts";
import { appSql } from "#lib/platform/db/sql.ts";
import { FAILING_HOURS, STOP_DAYS } from "../../policy.ts";
import type { StreamFailure } from "../../schema.ts";
import type { Pending, Tx } from "../../store.ts";
import type { StreamKind } from "../../terms.ts";
import type { Cursor } from "../sources/source.ts";

export type ClaimedStream = { tenantId: TenantId; id: string; claim: number };

/**
 * Takes the stream that waited longest for its turn, among those that have something to deliver; for a minute. `claim`
 * counts who took it, and only the last may settle anything.
 */
export async function claimStream({ isSlow }: { isSlow: boolean }): Promise<ClaimedStream | null> {
  const { rows } = await appSql().query<ClaimedStream>({
    name: "claim-log-stream",
    text: `SELECT tenant_id AS "tenantId", id, claim FROM tenant.claim_log_stream($1, $2)`,
    values: [isSlow, ATTEMPT_QUIET_SECONDS],
  });
  return rows[0] ?? null;
}

/** Has it for another minute, and holds its row until the transaction ends; false when somebody else took or changed it. */
export async function holdStream(tx: Tx, { tenantId, id, claim }: ClaimedStream): Promise<boolean> {
  const held = await tx.$executeRaw`
    UPDATE tenant.log_streams SET due_at = clock_timestamp() + interval '1 minute'
    WHERE tenant_id = ${tenantId}::uuid AND id = ${id}::uuid AND claim = ${claim} AND state = 'on'`;
  return held === 1;
}

/** What is about to be sent, so that whoever sends it again after us sends the same under the same id. */
export async function savePending(
  tx: Tx,
  { tenantId, id }: ClaimedStream,
  { kind, pending }: { kind: StreamKind; pending: Pending },
): Promise<void> {
  await tx.logStreamPart.updateMany({ where: { tenantId, streamId: id, kind }, data: { pending } });
}

export async function moveCursor(
  tx: Tx,
  { tenantId, id }: ClaimedStream,
  { kind, cursor }: { kind: StreamKind; cursor: Cursor },
): Promise<void> {
  await tx.logStreamPart.updateMany({
    where: { tenantId, streamId: id, kind },
    data: { cursor, pending: Prisma.DbNull },
  });
}

/** That rows were taken: nothing fails any more, and a secret whose overlap is over is forgotten. */
export async function noteDelivered(
  tx: Tx,
  { tenantId, id, claim }: ClaimedStream,
  { rows, isSlow }: { rows: number; isSlow: boolean },
): Promise<boolean> {
  const noted = await tx.$executeRaw`
    UPDATE tenant.log_streams SET rows = rows + ${rows}, delivered_at = clock_timestamp(), is_slow = ${isSlow},
      failure = NULL, failures = 0, failing_since = NULL, told_at = NULL,
      previous_sealed = CASE WHEN previous_until > clock_timestamp() THEN previous_sealed END,
      previous_until = CASE WHEN previous_until > clock_timestamp() THEN previous_until END
    WHERE tenant_id = ${tenantId}::uuid AND id = ${id}::uuid AND claim = ${claim} AND state = 'on'`;
  return noted === 1;
}

/** How a stream that fails stands: how often in a row, whether it has for long, and whether it is time to stop. */
export type Failing = {
  url: string;
  since: Date;
  failures: number;
  isLong: boolean;
  isOver: boolean;
  toldAt: Date | null;
};

/** Notes one more failure, and that it is delivered in turns of its own from now on; null when somebody else has it. */
export async function noteFailure(
  tx: Tx,
  { tenantId, id, claim }: ClaimedStream,
  failure: StreamFailure,
): Promise<Failing | null> {
  const [row] = await tx.$queryRaw<Failing[]>`
    UPDATE tenant.log_streams SET failure = ${failure}, failures = failures + 1, is_slow = true,
      failing_since = coalesce(failing_since, clock_timestamp())
    WHERE tenant_id = ${tenantId}::uuid AND id = ${id}::uuid AND claim = ${claim} AND state = 'on'
    RETURNING url, failing_since AS since, failures, told_at AS "toldAt",
      failing_since < clock_timestamp() - make_interval(hours => ${FAILING_HOURS}::integer) AS "isLong",
      failing_since < clock_timestamp() - make_interval(days => ${STOP_DAYS}::integer) AS "isOver"`;
  return row ?? null;
}

/** Gives it back: due again after that long. */
export async function releaseStream(
  tx: Tx,
  { tenantId, id, claim }: ClaimedStream,
  { waitMs }: { waitMs: number },
): Promise<void> {
  await tx.$executeRaw`
    UPDATE tenant.log_streams SET due_at = clock_timestamp() + make_interval(secs => ${waitMs / 1_000}::float8)
    WHERE tenant_id = ${tenantId}::uuid AND id = ${id}::uuid AND claim = ${claim} AND state = 'on'`;
}

export async function noteTold(tx: Tx, { tenantId, id }: ClaimedStream): Promise<void> {
  await tx.logStream.updateMany({ where: { tenantId, id }, data: { toldAt: new Date() } });
}

export async function stopStream(tx: Tx, { tenantId, id }: ClaimedStream): Promise<void> {
  await tx.logStream.updateMany({ where: { tenantId, id }, data: { state: "stopped" } });
}

const TOLD_MAX = 20;

/** Who is told, and of which organisation. */
export async function findConcerned(
  tx: Tx,
  tenantId: TenantId,
): Promise<{ name: string; slug: string; addresses: string[] } | null> {
  const tenant = await tx.tenant.findFirst({ where: { id: tenantId }, select: { name: true, slug: true } });
  if (tenant === null) return null;
  const members = await tx.membership.findMany({
    where: { tenantId, status: "active", role: { in: ["owner", "admin"] } },
    orderBy: [{ role: "asc" }, { id: "asc" }],
    take: TOLD_MAX,
    select: { email: true },
  });
  return { ...tenant, addresses: members.map(({ email }) => email) };
}
