import "#server-only";
import type { PersonActor } from "#lib/kernel/actor.ts";
import { DomainError } from "#lib/kernel/errors.ts";
import { deleteAccountRows } from "./internal/account/store.ts";
import { refuseBound } from "./refuse-bound.ts";

/**
 * Removes the account with its sessions, ways to sign in and codes: whoever signs in with the address afterwards is somebody
 * new. Throws `conflict` when the account is gone or has another address by now, `forbidden` for the reviewer's.
 */
export async function deletePerson(person: PersonActor): Promise<void> {
  refuseBound(person);
  if (await deleteAccountRows(person.personId, person.email)) return;
  throw new DomainError(
    "conflict",
    "This account was deleted, or got another address, a moment ago. Sign in again to see which.",
  );
}
