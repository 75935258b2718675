import "#server-only";
import { type Channel, findHandlers, type Handle } from "./internal/handlers.ts";

/**
 * Hears what any instance says on that channel, from its commit on; `"*"` after every (re)connection: something may
 * have been missed, so look again. Works before `startBus`. A handler must not throw. Returns what ends it.
 */
export function onEvent(channel: Channel, handle: Handle): () => void {
  const handlers = findHandlers(channel);
  handlers.add(handle);
  return () => void handlers.delete(handle);
}
