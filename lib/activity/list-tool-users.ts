import "#server-only";
import { z } from "zod";
import { isUuid } from "#lib/kernel/ids.ts";
import { query } from "#lib/verbs/query.ts";
import { sumToolUsers } from "./internal/days/store.ts";

export type { ToolUser } from "./internal/days/store.ts";

const DAYS = 30;
const USERS_MAX = 10;

/** The ten people who called one tool of an instance most in the last thirty days (UTC), and how many people did. */
export const listToolUsers = query({
  action: "tool-call.list-users",
  permission: "activity:read-all",
  input: z.strictObject({ upstreamId: z.string().refine(isUuid), name: z.string().min(1).max(128) }),
  run: async ({ tx, actor }, tool) =>
    await sumToolUsers(tx, actor.tenantId, { ...tool, days: DAYS, limit: USERS_MAX }),
});
