import "#server-only";
import { once } from "#lib/platform/registry/once.ts";

/** Says that a job's turn came and nothing stood in its way, also where another instance had it. */
export function noteJobTurn(): void {
  jobTurns().lastAt = Date.now();
}

/** When that was last; the process's start counts as one. */
export function jobTurns(): { lastAt: number } {
  return once("status.jobs", () => ({ lastAt: Date.now() }));
}
