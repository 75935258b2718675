import "#server-only";
import { z } from "zod";
import { DomainError } from "#lib/kernel/errors.ts";
import { query } from "#lib/verbs/query.ts";
import { nameRows } from "./internal/naming/store.ts";
import { findRow } from "./store.ts";

/** One row with what was before and after, its request and its hash. Throws `not_found` where the chain has no such row. */
export const getAuditRow = query({
  action: "audit.get",
  permission: "audit:read",
  input: z.strictObject({
    seq: z
      .bigint()
      .positive()
      .lt(2n ** 63n),
  }),
  async run({ tx, actor: { tenantId } }, { seq }) {
    const row = await findRow(tx, tenantId, seq);
    if (row === null) {
      throw new DomainError("not_found", "There is no such row in the audit log. Go back to the log.");
    }
    const [named] = await nameRows(tx, tenantId, [row]);
    return named ?? { ...row, actor: null, thing: null };
  },
});
