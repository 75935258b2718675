import "#server-only";
import { findAuditRow, type NamedDetail } from "#lib/audit/find-audit-row.ts";
import { listLaterChanges } from "#lib/audit/list-later-changes.ts";
import { isAuditAction, SeqInput } from "#lib/audit/schema.ts";
import type { TenantId } from "#lib/kernel/ids.ts";
import { query } from "#lib/verbs/query.ts";
import type { Tx } from "../../store.ts";
import { type Standing, findStanding } from "./find-standing.ts";
import type { Reversal } from "./reversal.ts";
import { REVERSALS } from "./reversals.ts";

/** A change that can be taken back, what its verb would be given, and how it stands by the rows after it. */
export type FoundChange = { reversal: Reversal; input: object; standing: Standing; by: NamedDetail | null };

/** How a row's change is taken back; `change` is null for one that cannot be, the whole for a row there is not. */
export const findChange = query({
  action: "audit.find-change",
  permission: "audit:read",
  input: SeqInput,
  async run({ tx, actor: { tenantId } }, { seq }) {
    const row = await findAuditRow(tx, tenantId, seq);
    return row && { change: await readChange(tx, tenantId, row) };
  },
});

async function readChange(tx: Tx, tenantId: TenantId, row: NamedDetail): Promise<FoundChange | null> {
  const reversal = row.outcome === "done" && isAuditAction(row.action) ? REVERSALS[row.action] : null;
  const input = reversal?.toInput(row);
  if (!reversal || !input) return null;
  const asked = { seq: row.seq, actions: reversal.rivals, target: reversal.findTarget(row) };
  const later = await listLaterChanges(tx, tenantId, asked);
  const { standing, seq } = findStanding(
    row.seq,
    later.filter((one) => reversal.isSame(row, one)),
  );
  return { reversal, input, standing, by: seq === null ? null : await findAuditRow(tx, tenantId, seq) };
}
