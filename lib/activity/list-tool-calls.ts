import "#server-only";
import { z } from "zod";
import { isUuid } from "#lib/kernel/ids.ts";
import { can } from "#lib/kernel/permissions.ts";
import { query } from "#lib/verbs/query.ts";
import { listCalls } from "./internal/ledger/store.ts";

const PAGE = 100;
const Id = z.string().refine(isUuid);

/** The newest calls first, a hundred at a time; those without `activity:read-all` see their own. */
export const listToolCalls = query({
  action: "tool-call.list",
  permission: "activity:read-own",
  input: z.strictObject({
    grantId: Id.optional(),
    /** The cursor of the page before. */
    before: z.strictObject({ at: z.date(), id: Id }).optional(),
  }),
  async run({ tx, actor }, { grantId, before }) {
    const rows = await listCalls(tx, actor.tenantId, {
      ...(can(actor.role, "activity:read-all") ? {} : { personId: actor.personId }),
      ...(before === undefined ? {} : { before }),
      grantId,
      limit: PAGE + 1,
    });
    const calls = rows.slice(0, PAGE);
    const last = calls.at(-1);
    const nextBefore = rows.length > PAGE && last !== undefined ? { at: last.at, id: last.id } : null;
    return { calls, nextBefore };
  },
});
