import "#server-only";
import type { PersonId } from "#lib/kernel/ids.ts";
import { readAccount } from "./internal/account/store.ts";

/** What the account itself holds of a person, sessions and ways to sign in with it, without secrets; null for nobody. */
export async function listPersonRecords(personId: PersonId): ReturnType<typeof readAccount> {
  return await readAccount(personId);
}
