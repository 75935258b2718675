import "#server-only";
import { query } from "#lib/verbs/query.ts";
import { findAppSettings } from "./internal/client-policy/store.ts";
import { findClients } from "./internal/clients/store.ts";
import { ListTenantClientsInput } from "./schema.ts";

export type { ListedClientRow } from "./internal/clients/store.ts";

const PAGE = 50;

/** The organisation's apps, those blocked or the others, the last connected first, fifty at a time; and its rule. */
export const listTenantClients = query({
  action: "client.list",
  permission: "client-policy:read",
  input: ListTenantClientsInput,
  async run({ tx, actor }, { isBlocked, search, after }) {
    const { tenantId } = actor;
    const rows = await findClients(tx, tenantId, {
      isBlocked,
      search: search || undefined,
      after,
      limit: PAGE,
    });
    const clients = rows.slice(0, PAGE);
    return {
      clients,
      nextCursor: rows.length > PAGE ? (clients.at(-1)?.id ?? null) : null,
      settings: await findAppSettings(tx, tenantId),
    };
  },
});
