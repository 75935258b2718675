import "#server-only";
import { isKnownStage } from "./internal/grant-stages.ts";
import type { Outcome } from "./schema.ts";
import type { Stage } from "./terms.ts";

/**
 * Whether this process has recorded that outcome of a connection's stage, so that there is nothing to say. One look-up
 * in memory: a call asks it every time.
 */
export function isRecorded(grantId: string, stage: Stage, outcome: Outcome): boolean {
  return isKnownStage(grantId, stage, outcome);
}
