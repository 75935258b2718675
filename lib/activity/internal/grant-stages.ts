import "#server-only";
import { onRevocation } from "#lib/grants/watch-revocations.ts";
import { once } from "#lib/platform/registry/once.ts";
import type { Outcome } from "../schema.ts";
import { type Stage, STAGES } from "../terms.ts";

const KEPT_MAX = 100_000;
const OFFSETS: Record<Outcome, number> = { passed: 0, failed: 8, seen: 16 };
const FIRST = STAGES.indexOf("S9");

/**
 * What this process has already recorded of each grant, a bit for each stage after the token and each outcome. A grant
 * that changes is forgotten: it may be widened, which is another attempt's business.
 */
function recorded(): Map<string, number> {
  return once("activity.grant-stages", () => {
    const known = new Map<string, number>();
    onRevocation(({ kind, id }) => {
      if (kind === "grant") known.delete(id);
      else if (kind === "all") known.clear();
    });
    return known;
  });
}

/** 0 for the stages that are always recorded. */
function bitOf(stage: Stage, outcome: Outcome): number {
  const place = STAGES.indexOf(stage) - FIRST;
  return place < 0 ? 0 : 1 << (place + OFFSETS[outcome]);
}

export function isKnownStage(grantId: string, stage: Stage, outcome: Outcome): boolean {
  return ((recorded().get(grantId) ?? 0) & bitOf(stage, outcome)) !== 0;
}

/** What was told of it was not written: the next time is news again. */
export function forgetGrant(grantId: string): void {
  recorded().delete(grantId);
}

/** A pass after a failure, and a failure after a pass, are news again; a stage before the token begins anew. */
export function noteStage(grantId: string, stage: Stage, outcome: Outcome): void {
  const known = recorded();
  const bit = bitOf(stage, outcome);
  if (bit === 0) return void known.delete(grantId);
  if (known.size >= KEPT_MAX) known.clear();
  const overcome = outcome === "seen" ? 0 : bitOf(stage, outcome === "passed" ? "failed" : "passed");
  known.set(grantId, ((known.get(grantId) ?? 0) & ~overcome) | bit);
}
