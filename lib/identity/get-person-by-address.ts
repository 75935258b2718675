import "#server-only";
import type { PersonActor } from "#lib/kernel/actor.ts";
import { DomainError } from "#lib/kernel/errors.ts";
import { findByAddress } from "./internal/account/store.ts";
import { normalizeAddress } from "./schema.ts";

const BOUND = "This is the review account, which belongs to its organisation. Turn the sandbox off instead.";

/**
 * Whose account that address is, for an operator's command. Throws `invalid_input` for what is no address, `not_found` for
 * nobody's, `forbidden` for the reviewer's.
 */
export async function getPersonByAddress(typed: string): Promise<PersonActor> {
  const email = normalizeAddress(typed);
  if (email === null)
    throw new DomainError("invalid_input", "This is not a mail address. Check its spelling.");
  const person = await findByAddress(email);
  if (person === null) throw new DomainError("not_found", "No account has this address.");
  if (person.isBound) throw new DomainError("forbidden", BOUND);
  const name = person.name ?? email.slice(0, email.indexOf("@"));
  return { kind: "person", personId: person.id, email, name };
}
