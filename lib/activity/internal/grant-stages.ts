import "#server-only";
import { once } from "#lib/platform/registry/once.ts";
import { type Outcome, type Stage, STAGES } from "../schema.ts";

const KEPT_MAX = 100_000;
const OFFSETS: Record<Outcome, number> = { passed: 0, failed: 8, seen: 16 };
const FIRST = 8;

/** What this process has already recorded of each grant, a bit for each stage from the token on and each outcome. */
function recorded(): Map<string, number> {
  return once("activity.grant-stages", () => new Map<string, number>());
}

const bitOf = (stage: Stage, outcome: Outcome): number => {
  const place = STAGES.indexOf(stage) - FIRST;
  return place < 0 ? 0 : 1 << (place + OFFSETS[outcome]);
};

export function isKnownStage(grantId: string, stage: Stage, outcome: Outcome): boolean {
  return ((recorded().get(grantId) ?? 0) & bitOf(stage, outcome)) !== 0;
}

/** A pass after a failure, and a failure after a pass, are news again. */
export function noteStage(grantId: string, stage: Stage, outcome: Outcome): void {
  const known = recorded();
  if (known.size >= KEPT_MAX) known.clear();
  const forgotten = outcome === "seen" ? 0 : bitOf(stage, outcome === "passed" ? "failed" : "passed");
  known.set(grantId, ((known.get(grantId) ?? 0) & ~forgotten) | bitOf(stage, outcome));
}
