import "#server-only";
import type { PersonId } from "#lib/kernel/ids.ts";
import { deleteAttemptsOf } from "./internal/person/store.ts";

/** Removes somebody's runs of connecting an app. Safe to repeat. */
export async function forgetAttempts(personId: PersonId): Promise<void> {
  await deleteAttemptsOf(personId);
}
