import "#server-only";
import { countLogRows, findLogEnd, listLogRows } from "#lib/audit/follow-log.ts";
import { toAuditMembers } from "#lib/exports/describe-audit-row.ts";
import { type Cursor, type StreamSource, toTime } from "./source.ts";

const LAST = 9_223_372_036_854_775_807n;
const toSeq = (cursor: Cursor) => BigInt(cursor["seq"] ?? 0);

/** The audit log by its numbers, which are given in turns: a row is committed before the next one has a number. */
export const auditSource: StreamSource = {
  start: { seq: "0" },
  findEnd: async (tx, tenantId) => ({ seq: String(await findLogEnd(tx, tenantId)) }),
  async readPage(tx, tenantId, { after, until, limit }) {
    const place = { after: toSeq(after), until: until === null ? LAST : toSeq(until), limit };
    const rows = await listLogRows(tx, tenantId, place);
    return rows.map((named) => ({
      members: toAuditMembers(named, toTime),
      cursor: { seq: named.row.seq },
    }));
  },
  count: (tx, tenantId, { after, max }) => countLogRows(tx, tenantId, { after: toSeq(after), max }),
};
