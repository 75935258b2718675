import "#server-only";
import { z } from "zod";
import { query } from "#lib/verbs/query.ts";
import { findUpstreams } from "./store.ts";

/** The names of the organisation's instances that offer tools but failed their last call or check; for every member. */
export const listFailingUpstreams = query({
  action: "upstream.list-failing",
  permission: "tenant:read",
  input: z.strictObject({}),
  async run({ tx, actor }): Promise<string[]> {
    const rows = await findUpstreams(tx, actor.tenantId);
    return rows.filter((row) => row.status !== "draft" && row.problem !== null).map((row) => row.name);
  },
});
