import "#server-only";
import type { PersonId } from "#lib/kernel/ids.ts";
import { countAccount } from "./internal/account/store.ts";

/** How many browsers a person is signed in with, and how many other ways in they linked. */
export async function countPersonRecords(
  personId: PersonId,
): Promise<{ sessions: number; identities: number }> {
  return await countAccount(personId);
}
