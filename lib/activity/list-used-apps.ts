import "#server-only";
import { z } from "zod";
import { can } from "#lib/kernel/permissions.ts";
import { query } from "#lib/verbs/query.ts";
import { listApps } from "./internal/browsing/store.ts";

const APPS_MAX = 50;

/** The apps to look for calls of, at most the fifty most used; one's own without `activity:read-all`. */
export const listUsedApps = query({
  action: "tool-call.list-apps",
  permission: "activity:read-own",
  input: z.strictObject({}),
  async run({ tx, actor }) {
    const personId = can(actor.role, "activity:read-all") ? null : actor.personId;
    return await listApps(tx, actor.tenantId, { personId, limit: APPS_MAX });
  },
});
