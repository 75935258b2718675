import "#server-only";
import { pruneAttempts } from "#lib/activity/prune-attempts.ts";
import { purgeRevocations } from "#lib/grants/purge-revocations.ts";
import { checkPinnedDocuments } from "#lib/oauth/check-pinned-documents.ts";
import { purgeClients } from "#lib/oauth/purge-clients.ts";

export type Job = { name: string; everySeconds: number; run: () => Promise<void> };

/** Everything the product does by itself. Each is idempotent and bounded; a failure is tried again at the next turn. */
export const JOBS: readonly Job[] = [
  { name: "prune-attempts", everySeconds: 120, run: pruneAttempts },
  { name: "purge-revocations", everySeconds: 3_600, run: purgeRevocations },
  { name: "purge-clients", everySeconds: 3_600, run: purgeClients },
  { name: "check-pinned-clients", everySeconds: 3_600, run: () => checkPinnedDocuments() },
];
