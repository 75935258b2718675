import "#server-only";
import { can } from "#lib/kernel/permissions.ts";
import { query } from "#lib/verbs/query.ts";
import { findGrants } from "./internal/listing/store.ts";
import { toConnection } from "./internal/to-connection.ts";
import { ListConnectionsInput } from "./schema.ts";

export type { Connection } from "./internal/to-connection.ts";

const PAGE = 50;

/**
 * The organisation's connections that fit the filter, newest first, fifty at a time; those without
 * `connection:read-all` see their own.
 */
export const listConnections = query({
  action: "connection.list",
  permission: "connection:read-own",
  input: ListConnectionsInput,
  async run({ tx, actor }, { after, ...filter }) {
    const own = can(actor.role, "connection:read-all") ? {} : { personId: actor.personId };
    const rows = await findGrants(tx, actor.tenantId, { ...filter, ...own }, { after, limit: PAGE });
    const connections = rows.slice(0, PAGE).map((row) => toConnection(row));
    return { connections, nextCursor: rows.length > PAGE ? (connections.at(-1)?.id ?? null) : null };
  },
});
