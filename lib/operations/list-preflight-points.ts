import "#server-only";
import type { Failure } from "./internal/preflight/check.ts";
import { POINTS } from "./internal/preflight/points.ts";
import { COMMON_FAILURES } from "./internal/preflight/run-check.ts";

export type ListedPoint = {
  number: number;
  title: string;
  checks: {
    id: string;
    title: string;
    failures: Readonly<Record<string, Failure>>;
    /** Whose word it takes; null where a run looks itself. */
    outside: string | null;
  }[];
};

/** The closed list: the 24 points of the Connectors Directory, what each looks at, and the fix for each way to fail. */
export function listPreflightPoints(): ListedPoint[] {
  return POINTS.map(({ number, title, checks }) => ({
    number,
    title,
    checks: checks.map(({ id, title: looksAt, failures, outside = null }) => ({
      id,
      title: looksAt,
      failures: { ...failures, ...COMMON_FAILURES },
      outside,
    })),
  }));
}
