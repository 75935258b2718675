import "#server-only";
import type { PersonActor } from "#lib/kernel/actor.ts";
import { DomainError } from "#lib/kernel/errors.ts";
import { isUuid } from "#lib/kernel/ids.ts";
import { deleteIdentity } from "./internal/providers/store.ts";

/** Takes a provider's way into this account away; codes to the address always remain. Throws `not_found`. */
export async function unlinkIdentity({ personId }: PersonActor, id: string): Promise<void> {
  if (isUuid(id) && (await deleteIdentity(personId, id))) return;
  throw new DomainError("not_found", "This way to sign in is not linked to your account any more.");
}
