import "#server-only";
import type { Session } from "./find-session.ts";
import { deleteOtherSessions } from "./internal/sessions/store.ts";

/** Signs this person out everywhere but in the browser that asks. Answers how many browsers that were. */
export async function endOtherSessions({ actor, sessionId }: Session): Promise<number> {
  return await deleteOtherSessions(actor.personId, sessionId);
}
