import "#server-only";
import type { SignInProblem } from "#lib/identity/find-sign-in.ts";
import { DomainError } from "#lib/kernel/errors.ts";
import { reportError } from "../../_http/report-error.ts";

/** A thrown failure as something the form can say; logged once. */
export function toProblem(error: unknown): SignInProblem {
  const { code, retryAfterSeconds } = reportError(error);
  return code === "limit_exceeded"
    ? { reason: "limited", waitSeconds: retryAfterSeconds ?? 60 }
    : { reason: "unavailable" };
}

/** What a form of ours never sends. */
export function toForeignForm(): DomainError {
  return new DomainError(
    "forbidden",
    "This form was not sent from Trinity Connect. Open the sign-in page and try again.",
  );
}
