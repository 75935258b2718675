import "#server-only";
import { z } from "zod";
import { query } from "#lib/verbs/query.ts";
import { findAdmins } from "./store.ts";

/** The names of those who can change things here, for everybody who cannot: at most twenty, by name. */
export const listAdmins = query({
  action: "member.list-admins",
  permission: "tenant:read",
  input: z.strictObject({}),
  run: async ({ tx, actor }) => await findAdmins(tx, actor.tenantId),
});
