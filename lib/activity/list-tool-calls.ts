import "#server-only";
import { z } from "zod";
import { isUuid } from "#lib/kernel/ids.ts";
import { query } from "#lib/verbs/query.ts";
import { CallFilterInput, narrowToOwn } from "./internal/browsing/filter-schema.ts";
import { type BrowsedCall, listCalls } from "./internal/browsing/store.ts";

export type { BrowsedCall };

const PAGE = 50;

/**
 * The newest calls first, fifty at a time, with the names of those they were between; those without `activity:read-all`
 * see their own.
 */
export const listToolCalls = query({
  action: "tool-call.list",
  permission: "activity:read-own",
  input: CallFilterInput.extend({
    /** The cursor of the page before. */
    before: z.strictObject({ at: z.date(), id: z.string().refine(isUuid) }).optional(),
  }),
  async run({ tx, actor }, { before, ...filter }) {
    const rows = await listCalls(tx, actor.tenantId, {
      ...narrowToOwn(actor, filter),
      before,
      limit: PAGE + 1,
    });
    const calls = rows.slice(0, PAGE);
    const last = calls.at(-1);
    const nextBefore = rows.length > PAGE && last !== undefined ? { at: last.at, id: last.id } : null;
    return { calls, nextBefore };
  },
});
