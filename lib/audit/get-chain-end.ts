import "#server-only";
import { z } from "zod";
import { query } from "#lib/verbs/query.ts";
import { findChainEnd } from "./store.ts";

/**
 * The newest row of the organisation's audit chain and its hash, null before the first: whoever keeps both can show later
 * that nothing up to there was removed or rewritten.
 */
export const getChainEnd = query({
  action: "audit.get-end",
  permission: "audit:read",
  input: z.strictObject({}),
  run: async ({ tx, actor }) => await findChainEnd(tx, actor.tenantId),
});
