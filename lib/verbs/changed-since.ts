import "#server-only";
import { DomainError } from "#lib/kernel/errors.ts";

/** A change is to be taken back, and what it is about is not as the change left it any more. */
export function changedSince(): DomainError {
  return new DomainError(
    "conflict",
    "It was changed again since, so it cannot be taken back from here. Look at it as it is now.",
  );
}
