import "#server-only";
import { DomainError } from "#lib/kernel/errors.ts";

export function changedMeanwhile(): DomainError {
  return new DomainError(
    "conflict",
    "Somebody else changed these settings meanwhile. What you typed is still here: compare it with what is saved now, then save again.",
  );
}
