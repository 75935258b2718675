import "#server-only";
import { DomainError, type ErrorCode, isDomainError } from "#lib/kernel/errors.ts";
import { isOutage } from "#lib/kernel/outage.ts";
import { log } from "#lib/platform/log/log.ts";

const LEVELS = {
  invalid_input: "info",
  unauthenticated: "info",
  forbidden: "warn",
  not_found: "info",
  conflict: "info",
  precondition_failed: "info",
  limit_exceeded: "info",
  upstream_failed: "warn",
  upstream_timeout: "warn",
  unavailable: "error",
  internal: "error",
} as const satisfies Record<ErrorCode, "info" | "warn" | "error">;

/** Logs a door's failure once, at its code's level, and answers it as a DomainError: unknown ones are "internal". */
export function reportError(error: unknown): DomainError {
  const known = isDomainError(error) ? error : toKnown(error);
  const fields = { errorCode: known.code, detail: known.detail, err: known.cause };
  log[LEVELS[known.code]](fields, known.publicMessage);
  return known;
}

function toKnown(cause: unknown): DomainError {
  return isOutage(cause)
    ? new DomainError("unavailable", "This cannot be answered right now. Try again in a minute.", {
        cause,
        retryAfterSeconds: 2,
      })
    : new DomainError("internal", "Something went wrong on our side. Try again, then contact support.", {
        cause,
      });
}
