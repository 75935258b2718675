import "#server-only";
import { z } from "zod";
import { isUuid } from "#lib/kernel/ids.ts";
import { query } from "#lib/verbs/query.ts";
import { CallFilterInput } from "./internal/browsing/filter-schema.ts";
import { listCalls } from "./internal/browsing/store.ts";

export { CallFilterInput };

const ROWS_MAX = 2_000;

/** Everybody's calls, newest first, so many at a time: for what reads all of them. */
export const readToolCalls = query({
  action: "tool-call.read",
  permission: "activity:read-all",
  input: CallFilterInput.extend({
    before: z.strictObject({ at: z.date(), id: z.string().refine(isUuid) }).optional(),
    limit: z.int().min(1).max(ROWS_MAX),
  }),
  run: async ({ tx, actor }, { before, ...rest }) => await listCalls(tx, actor.tenantId, { ...rest, before }),
});
