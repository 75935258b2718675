import "#server-only";
import { pruneAttempts } from "#lib/activity/prune-attempts.ts";
import { purgeToolCalls } from "#lib/activity/purge-tool-calls.ts";
import { isHarmlessTool } from "#lib/catalog/is-harmless-tool.ts";
import { purgeExports, runExports } from "#lib/exports/run-exports.ts";
import { endStaleConnections } from "#lib/grants/end-stale-connections.ts";
import { purgeConnections } from "#lib/grants/purge-connections.ts";
import { purgeRevocations } from "#lib/grants/purge-revocations.ts";
import { purgePeople } from "#lib/identity/purge-people.ts";
import { purgeSignIn } from "#lib/identity/purge-sign-in.ts";
import { purgeCallCounts } from "#lib/mcp/purge-call-counts.ts";
import { purgeKeys } from "#lib/mcp/purge-keys.ts";
import { purgeMessages } from "#lib/mcp/purge-messages.ts";
import { purgeSessions } from "#lib/mcp/purge-sessions.ts";
import { checkPinnedDocuments } from "#lib/oauth/check-pinned-documents.ts";
import { purgeClients } from "#lib/oauth/purge-clients.ts";
import { purgeExpired, purgeSuccessors } from "#lib/oauth/purge-expired.ts";
import { purgeOperatorLog } from "#lib/operators/purge-operator-log.ts";
import { purgeCounters } from "#lib/platform/limits/purge-counters.ts";
import { purgeMails, sendQueuedMails } from "#lib/platform/outbox/send-queued-mails.ts";
import { probeSandbox } from "#lib/sandbox/probe-sandbox.ts";
import { resetSandbox } from "#lib/sandbox/reset-sandbox.ts";
import { purgeStatus } from "#lib/status/purge-status.ts";
import { deliverLogs } from "#lib/streams/deliver-logs.ts";
import { purgeJoining } from "#lib/tenants/purge-joining.ts";
import { purgeTenants } from "#lib/tenants/purge-tenants.ts";
import { tellOfEndingSecrets } from "#lib/tenants/tell-of-ending-secrets.ts";
import { endStaleSessions } from "#lib/upstreams/end-stale-sessions.ts";
import { lookAtKeys } from "#lib/upstreams/look-at-keys.ts";
import { purgeHealth } from "#lib/upstreams/purge-health.ts";
import { refreshDueTools } from "#lib/upstreams/refresh-due-tools.ts";

export type Job = { name: string; everySeconds: number; run: () => Promise<void> };

/** Everything the product does by itself. Each is idempotent and bounded; a failure is tried again at the next turn. */
export const JOBS: readonly Job[] = [
  { name: "prune-attempts", everySeconds: 120, run: pruneAttempts },
  { name: "purge-tool-calls", everySeconds: 3_600, run: purgeToolCalls },
  { name: "end-stale-connections", everySeconds: 3_600, run: endStaleConnections },
  { name: "purge-connections", everySeconds: 3_600, run: purgeConnections },
  { name: "purge-revocations", everySeconds: 3_600, run: purgeRevocations },
  { name: "purge-keys", everySeconds: 300, run: purgeKeys },
  { name: "purge-tenants", everySeconds: 3_600, run: () => purgeTenants() },
  { name: "purge-joining", everySeconds: 3_600, run: purgeJoining },
  { name: "tell-of-ending-secrets", everySeconds: 3_600, run: tellOfEndingSecrets },
  { name: "purge-clients", everySeconds: 3_600, run: purgeClients },
  { name: "purge-successors", everySeconds: 60, run: purgeSuccessors },
  { name: "purge-tokens", everySeconds: 600, run: purgeExpired },
  { name: "purge-call-counts", everySeconds: 600, run: () => purgeCallCounts() },
  { name: "purge-counters", everySeconds: 600, run: () => purgeCounters() },
  { name: "purge-messages", everySeconds: 60, run: purgeMessages },
  { name: "purge-sessions", everySeconds: 600, run: purgeSessions },
  { name: "end-stale-sessions", everySeconds: 30, run: endStaleSessions },
  { name: "purge-sign-in", everySeconds: 3_600, run: () => purgeSignIn() },
  { name: "purge-people", everySeconds: 21_600, run: purgePeople },
  { name: "check-pinned-clients", everySeconds: 3_600, run: () => checkPinnedDocuments() },
  { name: "run-exports", everySeconds: 15, run: runExports },
  { name: "purge-exports", everySeconds: 3_600, run: purgeExports },
  { name: "deliver-logs", everySeconds: 10, run: deliverLogs },
  { name: "send-mails", everySeconds: 15, run: sendQueuedMails },
  { name: "purge-mails", everySeconds: 3_600, run: purgeMails },
  { name: "refresh-tools", everySeconds: 60, run: () => refreshDueTools(isHarmlessTool) },
  { name: "reset-sandbox", everySeconds: 600, run: () => resetSandbox() },
  { name: "probe-sandbox", everySeconds: 3_600, run: () => probeSandbox() },
  { name: "purge-operator-log", everySeconds: 3_600, run: () => purgeOperatorLog() },
  { name: "look-at-keys", everySeconds: 60, run: lookAtKeys },
  { name: "purge-health", everySeconds: 3_600, run: purgeHealth },
  { name: "purge-status", everySeconds: 3_600, run: purgeStatus },
];
