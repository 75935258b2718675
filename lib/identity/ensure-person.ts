import "#server-only";
import type { PersonActor } from "#lib/kernel/actor.ts";
import { DomainError } from "#lib/kernel/errors.ts";
import { normalizeAddress } from "./schema.ts";
import { upsertPerson } from "./store.ts";

/**
 * The person with this address, made if nobody has signed in with it yet; the same one will be found when they do.
 * `name` is kept only for somebody who has none. Throws `invalid_input` for what is not an address.
 */
export async function ensurePerson(email: string, name: string): Promise<PersonActor> {
  const address = normalizeAddress(email);
  if (address === null)
    throw new DomainError("invalid_input", "This is not a mail address. Check its spelling.");
  const person = await upsertPerson(address, name);
  return { kind: "person", personId: person.id, email: address, name: person.name };
}
