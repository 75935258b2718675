import "#server-only";
import { DomainError } from "#lib/kernel/errors.ts";

/** Somebody else set or removed this limit since it was seen. */
export function changedLimit(): DomainError {
  return new DomainError(
    "conflict",
    "Somebody else changed this limit meanwhile. What you typed is still here: compare it with what is set now, then save again.",
  );
}
