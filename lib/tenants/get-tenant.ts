import "#server-only";
import { z } from "zod";
import { DomainError } from "#lib/kernel/errors.ts";
import { query } from "#lib/verbs/query.ts";
import { findTenant } from "./store.ts";

/** The actor's own organisation with the last part of its MCP address. */
export const getTenant = query({
  action: "tenant.get",
  permission: "tenant:read",
  input: z.strictObject({}),
  async run({ tx, actor }) {
    const tenant = await findTenant(tx, actor.tenantId);
    if (!tenant) throw new DomainError("not_found", "There is no such organisation. Go to the start page.");
    return tenant;
  },
});
