import "#server-only";
import { query } from "#lib/verbs/query.ts";
import { matchGrants } from "./internal/step-up/match-grants.ts";
import { findAskedGrants } from "./internal/step-up/store.ts";
import { FindStepUpInput } from "./schema.ts";

/**
 * What a request of this person's app is about, when calls of it were refused for a missing group within 15 minutes:
 * one connection to widen, or a new one. Null when nothing was refused. The app must be known to us as it was then, and
 * return to the same host.
 */
export const findStepUp = query({
  action: "connection.find-step-up",
  permission: "connection:read-own",
  input: FindStepUpInput,
  async run({ tx, actor }, { clientId, clientIdentity, redirectHost, resource }) {
    const asker = { personId: actor.personId, clientId, clientIdentity, resource };
    return matchGrants(await findAskedGrants(tx, actor.tenantId, asker), { redirectHost, resource });
  },
});
