import "#server-only";
import { query } from "#lib/verbs/query.ts";
import { getClient } from "./internal/client-policy/get-client.ts";
import { findAppSettings, findClientPolicy } from "./internal/client-policy/store.ts";
import { countOpenRequests } from "./internal/client-requests/store.ts";
import { findClientUse } from "./internal/clients/store.ts";
import { GetTenantClientInput } from "./schema.ts";

/** One app of the organisation: what is known of it, what was decided, and who uses it. Throws `not_found`. */
export const getTenantClient = query({
  action: "client.get",
  permission: "client-policy:read",
  input: GetTenantClientInput,
  async run({ tx, actor }, { id }) {
    const { tenantId } = actor;
    const client = await getClient(tx, tenantId, id);
    const { clientId } = client;
    return {
      client,
      decision: await findClientPolicy(tx, tenantId, clientId),
      use: await findClientUse(tx, tenantId, clientId),
      requests: await countOpenRequests(tx, tenantId, clientId),
      settings: await findAppSettings(tx, tenantId),
    };
  },
});
