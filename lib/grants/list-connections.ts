import "#server-only";
import { can } from "#lib/kernel/permissions.ts";
import { writePlace } from "#lib/kernel/row-place.ts";
import { query } from "#lib/verbs/query.ts";
import { findGrants } from "./internal/listing/store.ts";
import { toConnection } from "./internal/to-connection.ts";
import { ListConnectionsInput } from "./schema.ts";

export type { Connection } from "./internal/to-connection.ts";

const PAGE = 50;

/**
 * The organisation's connections that fit the filter, in that order (newest first unless told), fifty at a time; those
 * without `connection:read-all` see their own. By last use the cursor holds the time: who is used meanwhile moves up, and
 * the next page begins where this one ended all the same.
 */
export const listConnections = query({
  action: "connection.list",
  permission: "connection:read-own",
  input: ListConnectionsInput,
  async run({ tx, actor }, { sort, after, ...filter }) {
    const own = can(actor.role, "connection:read-all") ? {} : { personId: actor.personId };
    const page = { sort, after, limit: PAGE };
    const { rows, next } = await findGrants(tx, actor.tenantId, { ...filter, ...own }, page);
    return { connections: rows.map((row) => toConnection(row)), nextCursor: next && writePlace(next) };
  },
});
