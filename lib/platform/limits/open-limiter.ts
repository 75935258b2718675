import "#server-only";
import { RateLimiterPostgres } from "rate-limiter-flexible";
import { authSql } from "../db/sql.ts";
import { once } from "../registry/once.ts";

/** How often something may happen to one key: `points` times in a window that opens with the first. */
export type LimitOptions = { points: number; durationSeconds: number };

/** The process's limiter of that name over `auth.rate_buckets`, which every instance shares. */
export function openLimiter(name: string, { points, durationSeconds }: LimitOptions): RateLimiterPostgres {
  return once(
    `limits.${name}.${points}.${durationSeconds}`,
    () =>
      new RateLimiterPostgres({
        // The pool may be replaced while the process lives (tests, drain), so it is looked up at every query.
        storeClient: {
          query: (query: { name: string; text: string; values: unknown[] }) => authSql().query(query),
        },
        storeType: "client",
        schemaName: "auth",
        tableName: "rate_buckets",
        tableCreated: true,
        keyPrefix: name,
        points,
        duration: durationSeconds,
        // A job forgets what has expired.
        clearExpiredByTimeout: false,
      }),
  );
}
