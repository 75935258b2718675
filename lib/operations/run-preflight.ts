import "#server-only";
import { IN_ORDER } from "./internal/preflight/points.ts";
import { runPoint } from "./internal/preflight/run-check.ts";
import { Visit, type VisitOptions } from "./internal/preflight/visit.ts";
import type { PointResult, PreflightReport } from "./schema.ts";

type PreflightOptions = VisitOptions & {
  /** Told each point when it is known, not in the order of its number. */
  onPoint?: (point: PointResult) => void;
};

/**
 * Looks at a running server as Claude and the directory's reviewers do: over the network, by its public address, with a
 * connection of its own that ends with the run. Every point is answered, each on its own: a check that breaks fails alone.
 * Never throws for what the server does.
 */
export async function runPreflight({ onPoint, ...options }: PreflightOptions): Promise<PreflightReport> {
  const startedAt = new Date();
  const visit = new Visit(options);
  const points: PointResult[] = [];
  try {
    for (const point of IN_ORDER) {
      const result = await runPoint(visit, point);
      points.push(result);
      onPoint?.(result);
    }
  } finally {
    await visit.end();
  }
  const count = (state: PointResult["state"]) => points.filter((point) => point.state === state).length;
  return {
    url: visit.origin,
    startedAt: startedAt.toISOString(),
    ms: Date.now() - startedAt.getTime(),
    passed: count("passed"),
    failed: count("failed"),
    needsOutside: count("needsOutside"),
    points: points.toSorted((a, b) => a.number - b.number),
  };
}
