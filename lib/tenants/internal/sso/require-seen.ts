import "#server-only";
import { changedMeanwhile } from "../settings/changed-meanwhile.ts";
import { type SeenRow, toSeen } from "./seen.ts";

/** Throws `conflict` unless company sign-in is as whoever changes it saw it. */
export function requireSeen(row: SeenRow | null, seen: string): void {
  if (toSeen(row) !== seen) throw changedMeanwhile();
}
