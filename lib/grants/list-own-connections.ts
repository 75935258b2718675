import "#server-only";
import type { PersonActor } from "#lib/kernel/actor.ts";
import { parseInput } from "#lib/verbs/parse-input.ts";
import { findOwnGrants } from "./internal/listing/store.ts";
import { type Connection, toConnection } from "./internal/to-connection.ts";
import { ListOwnConnectionsInput } from "./schema.ts";

const PAGE = 50;

/**
 * This person's connections across all their organisations that fit the filter, newest first, fifty at a time. Throws
 * `invalid_input`.
 */
export async function listOwnConnections(
  { personId }: PersonActor,
  input: unknown,
): Promise<{ connections: Connection[]; nextCursor: string | null }> {
  const { after, ...filter } = parseInput(ListOwnConnectionsInput, input);
  const rows = await findOwnGrants(personId, filter, { after, limit: PAGE });
  const connections = rows.slice(0, PAGE).map((row) => toConnection(row));
  return { connections, nextCursor: rows.length > PAGE ? (connections.at(-1)?.id ?? null) : null };
}
