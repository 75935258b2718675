import "#server-only";
import { purgeRevocations } from "#lib/grants/purge-revocations.ts";

export type Job = { name: string; everySeconds: number; run: () => Promise<void> };

/** Everything the product does by itself. Each is idempotent and bounded; a failure is tried again at the next turn. */
export const JOBS: readonly Job[] = [
  { name: "purge-revocations", everySeconds: 3_600, run: purgeRevocations },
];
