import "#server-only";
import { DomainError } from "#lib/kernel/errors.ts";

export function missingStream(): DomainError {
  return new DomainError("not_found", "There is no such log stream. Reload the page to see what there is.");
}

export function changedStream(): DomainError {
  return new DomainError(
    "conflict",
    "Somebody else changed the log stream meanwhile. What you typed is still here: compare it with what is saved now, then save again.",
  );
}
