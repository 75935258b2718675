import "#server-only";
import { z } from "zod";
import { query } from "#lib/verbs/query.ts";
import { searchMembers } from "./internal/preview/store.ts";

const FOUND_MAX = 10;

/** Members whose name or address holds a text, at most ten: whose list to look at. */
export const searchPreviewedMembers = query({
  action: "tool-policy.search-members",
  permission: "tool-policy:read",
  input: z.strictObject({ text: z.string().trim().max(100) }),
  run: async ({ tx, actor }, { text }) => await searchMembers(tx, actor.tenantId, text, FOUND_MAX),
});
