import "#server-only";
import { query } from "#lib/verbs/query.ts";
import { CompareRolesInput } from "../schema.ts";

/** The role whose difference from the others is asked for, of somebody who may know. */
export const admitComparison = query({
  action: "member.compare-roles",
  permission: "member:read",
  input: CompareRolesInput,
  run: async (_context, { role }) => ({ role }),
});
