import "#server-only";
import { DomainError } from "#lib/kernel/errors.ts";

export function missingRequest(): DomainError {
  return new DomainError("not_found", "There is no such request here. Go back to the list of requests.");
}

export function decidedMeanwhile(): DomainError {
  return new DomainError(
    "conflict",
    "Somebody decided this meanwhile, or the person has joined. Reload the list.",
  );
}

export function foreignDomain(): DomainError {
  return new DomainError(
    "precondition_failed",
    "This organisation keeps to its company sign-in, which knows addresses of its own domains alone.",
  );
}
