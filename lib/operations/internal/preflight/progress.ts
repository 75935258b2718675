import "#server-only";
import { replaceOnce, findOnce } from "#lib/platform/registry/once.ts";
import type { PointResult } from "../../schema.ts";

/** The lock's name by which one run is at a time. */
export const PREFLIGHT_TURN = "preflight";

const NAME = "operations.preflight";

/** A run of this process begins; what it returns is told each point that is known. */
export function beginProgress(): (point: PointResult) => void {
  const points: PointResult[] = [];
  replaceOnce<PointResult[] | null>(NAME, points);
  return (point) => void points.push(point);
}

export function endProgress(): void {
  replaceOnce<PointResult[] | null>(NAME, null);
}

/** What the run of this process knows by now; nothing where another instance is at it. */
export function readProgress(): readonly PointResult[] {
  return findOnce<PointResult[] | null>(NAME) ?? [];
}
