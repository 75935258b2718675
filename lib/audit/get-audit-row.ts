import "#server-only";
import { DomainError } from "#lib/kernel/errors.ts";
import { query } from "#lib/verbs/query.ts";
import { findAuditRow } from "./find-audit-row.ts";
import { SeqInput } from "./schema.ts";

/** One row with what was before and after, its request and its hash. Throws `not_found` where the chain has no such row. */
export const getAuditRow = query({
  action: "audit.get",
  permission: "audit:read",
  input: SeqInput,
  async run({ tx, actor: { tenantId } }, { seq }) {
    const row = await findAuditRow(tx, tenantId, seq);
    if (row !== null) return row;
    throw new DomainError("not_found", "There is no such row in the audit log. Go back to the log.");
  },
});
