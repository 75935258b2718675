import "#server-only";
import { flushCalls } from "#lib/activity/flush-calls.ts";
import { flushEvents } from "#lib/activity/flush-events.ts";
import { watchExports } from "#lib/exports/watch-exports.ts";
import { startRevocationWatch, stopRevocationWatch } from "#lib/grants/watch-revocations.ts";
import { endCalls } from "#lib/mcp/end-calls.ts";
import { startJobs } from "#lib/operations/start-jobs.ts";
import { startBus } from "#lib/platform/bus/start-bus.ts";
import { stopBus } from "#lib/platform/bus/stop-bus.ts";
import { closePools } from "#lib/platform/db/sql.ts";
import { watchMails } from "#lib/platform/outbox/watch-mails.ts";
import { watchStatus } from "#lib/status/watch-status.ts";
import { watchLogs } from "#lib/streams/watch-logs.ts";
import { leaveOwnSessions } from "#lib/upstreams/lease-own-session.ts";
import { closeSessions } from "#lib/upstreams/lease-session.ts";

/** Starts what runs beside the requests; what it returns ends it after the last of them, and writes what waits. */
export async function startBeside(): Promise<() => Promise<void>> {
  await startBus();
  await startRevocationWatch();
  const stopMails = watchMails();
  const stopExports = watchExports();
  const stopLogs = watchLogs();
  const stopJobs = startJobs();
  const stopStatus = watchStatus();
  return async () => {
    await stopStatus();
    await stopExports();
    await stopMails();
    await stopJobs();
    await stopLogs();
    await endCalls();
    await closeSessions();
    await leaveOwnSessions();
    await flushCalls();
    await flushEvents();
    await stopRevocationWatch();
    await stopBus();
    await closePools();
  };
}
