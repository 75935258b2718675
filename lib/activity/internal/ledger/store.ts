import "#server-only";
import type { TenantId } from "#lib/kernel/ids.ts";
import { inTenantSql } from "#lib/platform/db/in-tenant-sql.ts";
import { appSql } from "#lib/platform/db/sql.ts";
import type { Tx } from "#lib/platform/db/tx.ts";
import type { CallRow } from "../calls/call-row.ts";

/** In the order in which the hash covers them. */
const COLUMNS = `c.at, c.id, c.person_id, c.grant_id, c.key_id, c.client_id, c.network, c.upstream_id, c.method, c.name,
  c.own_name, c.tool_group, c.effect, c.era, c.outcome, c.layer, c.reason, c.ms, c.bytes_in, c.bytes_out, c.arguments,
  c.decided_ms, c.upstream_ms`;

export type StoredCall = Omit<CallRow, "at" | "arguments" | "decided_ms" | "upstream_ms"> & {
  at: Date;
  arguments: Buffer | null;
  decided_ms: number | null;
  upstream_ms: number | null;
};
export type StoredBatch = { seq: bigint; at: Date; count: number; lost: number; hash: string };
export type StoredLedger = { purgedSeq: bigint; purgedHash: string; seq: bigint; hash: string };

/** The row as it was when it was hashed. */
export function toCallRow({ decided_ms, upstream_ms, ...call }: StoredCall): CallRow {
  return {
    ...call,
    at: call.at.toISOString(),
    arguments: call.arguments?.toString("base64") ?? null,
    ...(decided_ms !== null && { decided_ms }),
    ...(upstream_ms !== null && { upstream_ms }),
  };
}

/** The end of the organisation's chain, and where it begins; null when nothing was ever recorded. */
export async function findLedger(tenantId: TenantId): Promise<StoredLedger | null> {
  const { rows } = await inTenantSql(tenantId, (client) =>
    client.query<{ purgedSeq: string; purgedHash: string; seq: string; hash: string }>(
      `SELECT purged_seq AS "purgedSeq", purged_hash AS "purgedHash", seq, hash
       FROM tenant.tool_call_ledgers WHERE tenant_id = $1`,
      [tenantId],
    ),
  );
  const [row] = rows;
  return row === undefined ? null : { ...row, purgedSeq: BigInt(row.purgedSeq), seq: BigInt(row.seq) };
}

/** The next batches after that one, and every call that says it is of them, in one look. */
export async function readBatches(
  tenantId: TenantId,
  { after, limit }: { after: bigint; limit: number },
): Promise<{ batches: StoredBatch[]; calls: Map<bigint, StoredCall[]> }> {
  return await inTenantSql(tenantId, async (client) => {
    const found = await client.query<Omit<StoredBatch, "seq"> & { seq: string }>(
      `SELECT seq, at, count, lost, hash FROM tenant.tool_call_batches
       WHERE tenant_id = $1 AND seq > $2 ORDER BY seq LIMIT $3`,
      [tenantId, after, limit],
    );
    const batches = found.rows.map((row) => ({ ...row, seq: BigInt(row.seq) }));
    const { rows } = await client.query<StoredCall & { batch: string }>(
      `SELECT ${COLUMNS}, c.batch FROM tenant.tool_calls c
       WHERE c.tenant_id = $1 AND c.batch > $2 AND c.batch <= $3 ORDER BY c.batch, c.place`,
      [tenantId, after, batches.at(-1)?.seq ?? after],
    );
    const calls = new Map<bigint, StoredCall[]>();
    for (const { batch, ...call } of rows) {
      const seq = BigInt(batch);
      calls.set(seq, [...(calls.get(seq) ?? []), call]);
    }
    return { batches, calls };
  });
}

/** Calls that say they are of a batch there cannot be. */
export async function countStrayCalls(tenantId: TenantId): Promise<number> {
  const { rows } = await inTenantSql(tenantId, (client) =>
    client.query<{ count: string }>(
      `SELECT count(*) FROM tenant.tool_call_ledgers l
       JOIN tenant.tool_calls c ON c.tenant_id = $1 AND (c.batch <= l.purged_seq OR c.batch > l.seq)
       WHERE l.tenant_id = $1`,
      [tenantId],
    ),
  );
  return Number(rows[0]?.count ?? 0);
}

/** Forgets some of the oldest batches of one organisation; none left is 0. */
export async function purgeBatches(batchesMax: number): Promise<number> {
  const { rows } = await appSql().query<{ gone: string }>("SELECT tenant.purge_tool_calls($1) AS gone", [
    batchesMax,
  ]);
  return Number(rows[0]?.gone ?? 0);
}

/** Calls that began over three hours ago and never ended, of every organisation. */
export async function findCutCalls(limit: number): Promise<{ tenantId: TenantId; calls: StoredCall[] }[]> {
  const { rows } = await appSql().query<{ tenant_id: TenantId }>(
    "SELECT tenant_id FROM tenant.find_cut_tool_calls() LIMIT $1",
    [limit],
  );
  const found = [];
  for (const { tenant_id: tenantId } of rows) {
    const { rows: calls } = await inTenantSql(tenantId, (client) =>
      client.query<StoredCall>(
        `SELECT ${COLUMNS} FROM tenant.tool_calls c
         WHERE c.tenant_id = $1 AND c.batch IS NULL AND c.at < now() - interval '3 hours' ORDER BY c.at LIMIT $2`,
        [tenantId, limit],
      ),
    );
    found.push({ tenantId, calls });
  }
  return found;
}

export type LedgerSettings = { recordArguments: boolean; keepDays: number };
const SETTINGS = { recordArguments: true, keepDays: true } as const;

export async function findLedgerSettings(tx: Tx, tenantId: TenantId): Promise<LedgerSettings | null> {
  return await tx.toolCallLedger.findFirst({ where: { tenantId }, select: SETTINGS });
}

/** False when somebody changed them since they were `seen`. */
export async function replaceLedgerSettings(
  tx: Tx,
  tenantId: TenantId,
  { seen, wanted }: { seen: LedgerSettings; wanted: LedgerSettings },
): Promise<boolean> {
  await tx.toolCallLedger.createMany({ data: [{ tenantId }], skipDuplicates: true });
  const { count } = await tx.toolCallLedger.updateMany({ where: { tenantId, ...seen }, data: wanted });
  return count === 1;
}

/** Forgets the counts of hours and days whose calls are forgotten. */
export async function purgeCallCounts(): Promise<void> {
  await appSql().query("SELECT tenant.purge_tool_call_hours()");
  await appSql().query("SELECT tenant.purge_tool_call_days()");
}
