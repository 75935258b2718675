import "#server-only";
import type { PersonId } from "#lib/kernel/ids.ts";
import { type OwnAttempt, readAttempts } from "./internal/person/store.ts";

const ATTEMPTS_MAX = 5_000;

/** Somebody's runs of connecting an app, of the last 30 days; without what is only probably theirs. */
export async function listPersonAttempts(personId: PersonId): Promise<OwnAttempt[]> {
  return await readAttempts(personId, ATTEMPTS_MAX);
}
