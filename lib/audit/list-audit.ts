import "#server-only";
import { z } from "zod";
import { query } from "#lib/verbs/query.ts";
import { type Named, nameRows, resolveFilter } from "./internal/naming/store.ts";
import { AuditFilterInput } from "./schema.ts";
import { type AuditRow, listRows } from "./store.ts";

export type ListedAudit = Named<AuditRow>;

const PAGE = 50;

/** The newest rows first, fifty at a time, with names; `before` is the cursor of the page before. */
export const listAudit = query({
  action: "audit.list",
  permission: "audit:read",
  input: AuditFilterInput.extend({ before: z.bigint().positive().optional() }),
  async run({ tx, actor: { tenantId } }, { before, ...filter }) {
    const found = await resolveFilter(tx, tenantId, filter);
    const cursor = before === undefined ? {} : { before };
    const rows = await listRows(tx, tenantId, { ...filter, ...cursor, found, limit: PAGE + 1 });
    const page = rows.slice(0, PAGE);
    return {
      rows: await nameRows(tx, tenantId, page),
      nextBefore: rows.length > PAGE ? (page.at(-1)?.seq ?? null) : null,
    };
  },
});
