import "#server-only";
import { listConnections } from "#lib/grants/list-connections.ts";
import { ListConnectionsInput } from "#lib/grants/schema.ts";
import { type Source, toRow } from "./source.ts";

const COLUMNS = [
  "created",
  "id",
  "person",
  "address",
  "app",
  "app id",
  "app identity",
  "host",
  "tool groups",
  "status",
  "last used",
  "expires",
  "ended",
  "ended because",
];

/** Connections, newest first. */
export const connectionsSource: Source = {
  title: "Connections",
  filter: ListConnectionsInput.omit({ sort: true, after: true }),
  columns: COLUMNS,
  begin: async () => ({ facts: {}, rowsExpected: null }),
  async readPage(actor, { filter, cursor, toTime }) {
    const after = typeof cursor === "string" ? { after: cursor } : {};
    const { connections, nextCursor } = await listConnections(actor, { ...filter, ...after });
    const optional = (at: Date | null) => at && toTime(at);
    const rows = connections.map(({ person, app, ...connection }) =>
      toRow(COLUMNS, [
        toTime(connection.createdAt),
        connection.id,
        person.name,
        person.email,
        app.name,
        app.id,
        app.identity,
        app.redirectHost,
        connection.groups.join(" "),
        connection.status,
        optional(connection.lastUsedAt),
        toTime(connection.expiresAt),
        optional(connection.endedAt),
        connection.endedReason,
      ]),
    );
    return { rows, cursor: nextCursor };
  },
};
