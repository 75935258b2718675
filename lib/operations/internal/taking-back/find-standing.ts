import "#server-only";
import type { LaterChange } from "#lib/audit/list-later-changes.ts";
import { readTakesBack } from "#lib/audit/read-takes-back.ts";

/** `open`: it still is as that row left it. */
export type Standing = "open" | "taken-back" | "changed";

/**
 * How a change stands by what was done to the same thing later, newest first. What was taken back counts as little as what
 * took it back.
 */
export function findStanding(
  seq: bigint,
  later: readonly Pick<LaterChange, "seq" | "after">[],
): { standing: Standing; seq: bigint | null } {
  const undone = new Set<bigint>();
  for (const row of later) {
    if (undone.has(row.seq)) continue;
    const takesBack = readTakesBack(row.after);
    if (takesBack === seq) return { standing: "taken-back", seq: row.seq };
    if (takesBack === null || takesBack < seq) return { standing: "changed", seq: row.seq };
    undone.add(takesBack);
  }
  return { standing: "open", seq: null };
}
