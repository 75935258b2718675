import "#server-only";
import type { PersonActor } from "#lib/kernel/actor.ts";
import { DomainError } from "#lib/kernel/errors.ts";
import { ProfileInput } from "./schema.ts";
import { updateProfile } from "./store.ts";

/**
 * Stores how this person is called and the time zone they read times in; answers them as they are called now. Throws
 * `invalid_input`, and `not_found` once the account is gone.
 */
export async function saveProfile(person: PersonActor, raw: unknown): Promise<PersonActor> {
  const parsed = ProfileInput.safeParse(raw);
  if (!parsed.success) throw new DomainError("invalid_input", "Enter a name and choose a time zone.");
  if (!(await updateProfile(person.personId, parsed.data))) {
    throw new DomainError("not_found", "This account no longer exists.");
  }
  return { ...person, name: parsed.data.name };
}
