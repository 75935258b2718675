import "#server-only";
import { can } from "#lib/kernel/permissions.ts";
import { query } from "#lib/verbs/query.ts";
import { findConnectedApps } from "./internal/listing/store.ts";
import { ListConnectedAppsInput } from "./schema.ts";

export type { AppRow as ConnectedApp } from "./internal/listing/store.ts";

const PAGE = 50;

/**
 * The organisation's connections that fit the filter, counted by app in the order of names, fifty apps at a time; those
 * without `connection:read-all` see what their own come to.
 */
export const listConnectedApps = query({
  action: "connection.list-apps",
  permission: "connection:read-own",
  input: ListConnectedAppsInput,
  async run({ tx, actor }, { after, ...filter }) {
    const own = can(actor.role, "connection:read-all") ? {} : { personId: actor.personId };
    const rows = await findConnectedApps(tx, actor.tenantId, { ...filter, ...own }, { after, limit: PAGE });
    const apps = rows.slice(0, PAGE);
    return { apps, nextCursor: rows.length > PAGE ? (apps.at(-1)?.clientId ?? null) : null };
  },
});
