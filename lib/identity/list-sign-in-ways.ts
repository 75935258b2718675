import "#server-only";
import type { PersonId } from "#lib/kernel/ids.ts";
import { findNewestSessions, type SignInWay } from "./internal/sessions/store.ts";

export type { SignInWay } from "./internal/sessions/store.ts";

/**
 * By what each of these people signed in last ("code", "google" or the id of an organisation's connection), of those who
 * are signed in anywhere. Whoever calls answers for why it may be known.
 */
export async function listSignInWays(
  personIds: readonly PersonId[],
  now: Date = new Date(),
): Promise<ReadonlyMap<PersonId, SignInWay>> {
  const rows = personIds.length === 0 ? [] : await findNewestSessions(personIds, now);
  return new Map(rows.map(({ personId, ...way }) => [personId, way]));
}
