import "#server-only";
import type { PersonActor } from "#lib/kernel/actor.ts";
import { type Connection, toConnection } from "./internal/to-connection.ts";
import { findOwnGrants } from "./store.ts";

const CONNECTIONS_MAX = 200;

/** This person's connections across all their organisations, newest first; at most 200. */
export async function listOwnConnections({ personId }: PersonActor): Promise<Connection[]> {
  const rows = await findOwnGrants(personId, CONNECTIONS_MAX);
  return rows.map((row) => toConnection(row));
}
