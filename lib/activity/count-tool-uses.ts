import "#server-only";
import { z } from "zod";
import { query } from "#lib/verbs/query.ts";
import { sumToolCalls } from "./internal/days/store.ts";

const DAYS = 30;

/** How often each tool of the organisation's instances was called, and refused, in the last thirty days (UTC). */
export const countToolUses = query({
  action: "tool-call.count-uses",
  permission: "activity:read-all",
  input: z.strictObject({}),
  run: async ({ tx, actor }) => await sumToolCalls(tx, actor.tenantId, DAYS),
});
