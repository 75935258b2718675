import "#server-only";
import { query } from "#lib/verbs/query.ts";
import { findRequestOf } from "./internal/client-requests/store.ts";
import { FindOwnClientRequestInput } from "./schema.ts";

/** What became of the actor's own request for that app; null when they never asked. */
export const findOwnClientRequest = query({
  action: "client-request.find-own",
  permission: "client-request:make",
  input: FindOwnClientRequestInput,
  async run({ tx, actor }, { clientId }) {
    const { tenantId, membershipId } = actor;
    const request = await findRequestOf(tx, tenantId, { membershipId, clientId });
    if (request === null) return null;
    const { state, reason, note, askedAt, decidedAt } = request;
    return { state, reason, note, askedAt, decidedAt };
  },
});
