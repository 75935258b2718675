import "#server-only";
import type { PersonActor } from "#lib/kernel/actor.ts";
import { DomainError } from "#lib/kernel/errors.ts";
import { isUuid } from "#lib/kernel/ids.ts";
import { deleteOwnSession } from "./internal/sessions/store.ts";

/** Signs one of this person's browsers out, from any of them. Throws `not_found`, also for somebody else's. */
export async function endOwnSession({ personId }: PersonActor, id: string): Promise<void> {
  if (isUuid(id) && (await deleteOwnSession(personId, id))) return;
  throw new DomainError("not_found", "That browser is signed out already.");
}
