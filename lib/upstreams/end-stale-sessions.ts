import "#server-only";
import { log } from "#lib/platform/log/log.ts";
import { endLinks } from "./internal/own-sessions/end-link.ts";
import { findStaleLinks } from "./internal/own-sessions/store.ts";

const LINKS_MAX = 200;

/**
 * Ends upstream sessions of clients' sessions that nobody needs any more: unused for half an hour, or of a session or a
 * connection that is over. For a job.
 */
export async function endStaleSessions(): Promise<void> {
  const stale = await findStaleLinks(LINKS_MAX);
  for (const link of stale) {
    await endLinks(link).catch((error: unknown) =>
      log.warn({ err: error }, "an unused upstream session was not ended"),
    );
  }
}
