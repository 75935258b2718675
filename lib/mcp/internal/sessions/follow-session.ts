import "#server-only";
import type { ClientActor } from "#lib/kernel/actor.ts";
import { log } from "#lib/platform/log/log.ts";
import type { EventStream } from "../relay/event-stream.ts";
import type { McpSession } from "./mcp-session.ts";
import { findSessionState } from "./store.ts";
import { watchSession } from "./watch-session.ts";

/**
 * Keeps a session's stream what the session is: ended with it. Looks once, and then at every change that is heard. Returns
 * what stops it.
 */
export function followSession(
  { actor: { tenantId }, session }: { actor: ClientActor; session: McpSession },
  stream: EventStream,
): () => void {
  let isOver = false;
  const look = async () => {
    const state = await findSessionState(tenantId, session.id);
    if (!isOver && state?.isEnded) stream.end();
  };
  const follow = () => {
    look().catch((error: unknown) => log.warn({ err: error }, "a session's stream was not looked after"));
  };
  const stopWatching = watchSession(session.id, follow);
  follow();
  return () => {
    isOver = true;
    stopWatching();
  };
}
