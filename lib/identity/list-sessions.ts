import "#server-only";
import type { PersonActor } from "#lib/kernel/actor.ts";
import { findSessions, type OpenSession } from "./internal/sessions/store.ts";

export type { OpenSession } from "./internal/sessions/store.ts";

/** The browsers this person is signed in with, newest first. */
export async function listSessions(
  { personId }: PersonActor,
  now: Date = new Date(),
): Promise<OpenSession[]> {
  return await findSessions(personId, now);
}
