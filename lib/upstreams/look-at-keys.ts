import "#server-only";
import { log } from "#lib/platform/log/log.ts";
import { lookAtKey } from "./internal/key-jobs/look-at-key.ts";
import { settleDue } from "./internal/key-jobs/settle-due.ts";
import { findKeysToLookAt } from "./internal/key-jobs/store.ts";

const KEYS_MAX = 200;
const AT_ONCE = 6;

/**
 * Wipes replaced keys whose time is over, and tries those again that were refused in a call a minute ago: refused twice,
 * a key is marked dead, else the doubt is gone. For a job.
 */
export async function lookAtKeys(): Promise<void> {
  const due = await findKeysToLookAt(KEYS_MAX);
  const next = async (): Promise<void> => {
    for (let key = due.pop(); key !== undefined; key = due.pop()) {
      try {
        await (key.isSettling ? settleDue(key) : lookAtKey(key));
      } catch (error) {
        log.warn({ err: error, upstreamId: key.upstreamId }, "a key was not looked at");
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, next));
}
