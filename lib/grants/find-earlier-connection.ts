import "#server-only";
import { query } from "#lib/verbs/query.ts";
import { FindEarlierConnectionInput } from "./schema.ts";
import { findNewestLive } from "./store.ts";

/** The person's newest live connection of that app to the organisation, and when it was made; null without one. */
export const findEarlierConnection = query({
  action: "connection.find-earlier",
  permission: "connection:read-own",
  input: FindEarlierConnectionInput,
  async run({ tx, actor }, { clientId }) {
    return await findNewestLive(tx, actor.tenantId, { personId: actor.personId, clientId });
  },
});
