import "#server-only";
import { z } from "zod";
import { isUuid } from "#lib/kernel/ids.ts";
import { query } from "#lib/verbs/query.ts";
import { narrowToOwn } from "./internal/browsing/filter-schema.ts";
import { listNetworks } from "./internal/browsing/store.ts";

export type { CallNetwork } from "./internal/browsing/store.ts";

const CALLS_MAX = 1_000;
const NETWORKS_MAX = 20;

/**
 * The networks that the last thousand calls of one connection came from, the latest first, twenty at most; those without
 * `activity:read-all` see where their own came from.
 */
export const listCallNetworks = query({
  action: "tool-call.list-networks",
  permission: "activity:read-own",
  input: z.strictObject({ grantId: z.string().refine(isUuid) }),
  run: async ({ tx, actor }, { grantId }) =>
    await listNetworks(tx, actor.tenantId, narrowToOwn(actor, { grantId }), {
      callsMax: CALLS_MAX,
      limit: NETWORKS_MAX,
    }),
});
