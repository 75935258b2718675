import "#server-only";
import { DomainError } from "#lib/kernel/errors.ts";
import { deleteBlock } from "./internal/blocked/store.ts";

/**
 * Takes the block of an app on the whole server back: people may connect it again where their organisation lets it in.
 * Connections that ended stay ended. Throws `not_found` when it is not blocked.
 */
export async function unblockEverywhere(id: string): Promise<void> {
  if (await deleteBlock(id)) return;
  throw new DomainError("not_found", "This app is not blocked here. Look at the list again.");
}
