import "#server-only";
import { DomainError } from "#lib/kernel/errors.ts";

/** Somebody else saved this instance since the form was shown. */
export function staleEdit(): DomainError {
  return new DomainError(
    "conflict",
    "Somebody else changed this instance meanwhile. What you entered is still here: look at what they did, then save again.",
  );
}
