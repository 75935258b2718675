import "#server-only";
import { deleteOtherSessions } from "./internal/sessions/store.ts";
import type { Session } from "./find-session.ts";

/** Signs this person out everywhere but in the browser that asks. Answers how many browsers that were. */
export async function endOtherSessions({ actor, sessionId }: Session): Promise<number> {
  return await deleteOtherSessions(actor.personId, sessionId);
}
