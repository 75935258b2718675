import "#server-only";
import { DomainError } from "#lib/kernel/errors.ts";

/** One switch decides whether the sandbox runs; a second one would be undone by the next start. */
export function sandboxByConfiguration(): DomainError {
  return new DomainError(
    "precondition_failed",
    "This is the reviewer's sandbox: SANDBOX=on or SANDBOX=off of the servers says whether it runs.",
  );
}
