import "#server-only";
import type { MemberActor } from "#lib/kernel/actor.ts";
import { consumeLimit } from "#lib/platform/limits/consume-limit.ts";
import { getChainEnd } from "./get-chain-end.ts";
import { CHAIN_START, type ChainProblem, checkLink, type Link } from "./internal/chain.ts";
import { readChain } from "./store.ts";

/** `row` is the first that is not as it should be. */
export type AuditVerdict =
  | { ok: true; rows: bigint; hash: string }
  | { ok: false; row: bigint; problem: ChainProblem };

const ROWS_AT_ONCE = 2_000;
/** It reads everything. */
const LIMIT = { points: 10, durationSeconds: 600 };

/**
 * Recomputes the organisation's whole audit chain, from its first row to the newest there was at the start, and names the
 * first row that is missing, changed or out of place. Bounded in memory. Throws `forbidden` and `limit_exceeded`.
 */
export async function verifyAudit(actor: MemberActor): Promise<AuditVerdict> {
  const end = await getChainEnd(actor, {});
  await consumeLimit("audit.verify", actor.tenantId, LIMIT);
  if (end === null) return { ok: true, rows: 0n, hash: "" };
  let last: Link = CHAIN_START;
  while (last.seq < end.seq) {
    const rows = await readChain(actor.tenantId, { after: last.seq, until: end.seq, limit: ROWS_AT_ONCE });
    if (rows.length === 0) return { ok: false, row: last.seq + 1n, problem: "missing" };
    for (const row of rows) {
      const problem = checkLink(last, row);
      if (problem !== null) return { ok: false, row: last.seq + 1n, problem };
      last = { seq: BigInt(row.seq), hash: row.hash };
    }
  }
  if (last.hash !== end.hash) return { ok: false, row: end.seq, problem: "changed" };
  return { ok: true, rows: last.seq, hash: last.hash };
}
