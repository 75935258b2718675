import "#server-only";
import type { TenantId } from "#lib/kernel/ids.ts";
import { sha256Hex } from "#lib/platform/crypto/hash-secret.ts";
import {
  countStrayCalls,
  findLedger,
  readBatches,
  type StoredBatch,
  type StoredCall,
  type StoredLedger,
  toCallRow,
} from "./internal/ledger/store.ts";

/** `missing`: a batch is gone. `changed`: it or a call of it is not as it was written. `stray`: calls of no batch. */
export type LedgerVerdict =
  | { ok: true; batches: number; calls: number; lost: number }
  | { ok: false; problem: "missing" | "changed" | "stray"; batch: bigint | null };

const BATCHES_AT_ONCE = 50;

/**
 * Recomputes the organisation's chain of calls from the oldest batch kept to the end its ledger names, and says which
 * batch is the first that is not as it was written. Bounded in memory; reads every row.
 */
export async function verifyToolCalls(tenantId: TenantId): Promise<LedgerVerdict> {
  for (;;) {
    const ledger = await findLedger(tenantId);
    if (ledger === null) return { ok: true, batches: 0, calls: 0, lost: 0 };
    const verdict = await verifyFrom(tenantId, ledger);
    // What was forgotten for its age meanwhile is not missing.
    if (verdict.ok || (await findLedger(tenantId))?.purgedSeq === ledger.purgedSeq) return verdict;
  }
}

async function verifyFrom(tenantId: TenantId, ledger: StoredLedger): Promise<LedgerVerdict> {
  const seen = { ok: true as const, batches: 0, calls: 0, lost: 0 };
  let { purgedSeq: after, purgedHash: previous } = ledger;
  while (after < ledger.seq) {
    const { batches, calls } = await readBatches(tenantId, { after, limit: BATCHES_AT_ONCE });
    if (batches.length === 0) return bad("missing", after + 1n);
    for (const batch of batches) {
      if (batch.seq !== after + 1n) return bad("missing", after + 1n);
      const own = calls.get(batch.seq) ?? [];
      if (hashBatch(previous, batch, own) !== batch.hash) return bad("changed", batch.seq);
      seen.batches += 1;
      seen.calls += own.length;
      seen.lost += batch.lost;
      after = batch.seq;
      previous = batch.hash;
      if (after === ledger.seq) break;
    }
  }
  if (previous !== ledger.hash) return bad("changed", ledger.seq);
  return (await countStrayCalls(tenantId)) === 0 ? seen : bad("stray", null);
}

function bad(problem: "missing" | "changed" | "stray", batch: bigint | null): LedgerVerdict {
  return { ok: false, problem, batch };
}

/** As `tenant.append_tool_calls` makes it. */
function hashBatch(previous: string, { seq, at, count, lost }: StoredBatch, calls: StoredCall[]): string {
  const rows = calls.map(toCallRow);
  return sha256Hex([previous, seq, at.getTime(), count, lost, JSON.stringify(rows)].join("\n"));
}
