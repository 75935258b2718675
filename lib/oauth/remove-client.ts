import "#server-only";
import { DomainError } from "#lib/kernel/errors.ts";
import { deleteClient } from "./internal/clients/store.ts";

/**
 * Removes a stored client and ends all its connections at once, each with an audit row. Throws `not_found` for an id
 * that is not stored: pinned and published clients are nobody's to remove here.
 */
export async function removeClient(id: string): Promise<{ connectionsEnded: number }> {
  const removed = await deleteClient(id);
  if (removed === null) {
    throw new DomainError(
      "not_found",
      "There is no stored app with this id. See them with: npm run client -- list",
    );
  }
  return removed;
}
