import "#server-only";
import { z } from "zod";
import { countLiveConnections } from "#lib/grants/count-live-connections.ts";
import { countEverybody } from "#lib/tenants/count-everybody.ts";
import { countKeys } from "#lib/upstreams/count-keys.ts";
import { query } from "#lib/verbs/query.ts";

export type Consequences = Awaited<ReturnType<typeof getConsequences>>;

/** What would stop with the organisation, in numbers: for the pages that ask before they stop it. */
export const getConsequences = query({
  action: "settings.get-consequences",
  permission: "settings:read",
  input: z.strictObject({}),
  async run({ tx, actor: { tenantId } }) {
    const live = await countLiveConnections(tx, tenantId);
    const { instances, keys } = await countKeys(tx, tenantId);
    return { ...live, instances, keys, members: await countEverybody(tx, tenantId) };
  },
});
