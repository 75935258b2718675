import "#server-only";
import { z } from "zod";
import { query } from "#lib/verbs/query.ts";
import { findLimits } from "./internal/limits/store.ts";

/** Every limit of the organisation on arguments of its tools, by tool, argument and role. */
export const listArgumentLimits = query({
  action: "argument-limit.list",
  permission: "tool-policy:read",
  input: z.strictObject({}),
  run: async ({ tx, actor }) => await findLimits(tx, actor.tenantId),
});
