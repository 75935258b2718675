import "#server-only";
import { query } from "#lib/verbs/query.ts";
import { FindEarlierConnectionInput } from "./schema.ts";
import { findLiveGrantTime } from "./store.ts";

/** Since when the person has a live connection of that app to the organisation, the newest; null without one. */
export const findEarlierConnection = query({
  action: "connection.find-earlier",
  permission: "connection:read-own",
  input: FindEarlierConnectionInput,
  async run({ tx, actor }, { clientId }) {
    return await findLiveGrantTime(tx, actor.tenantId, { personId: actor.personId, clientId });
  },
});
