import "#server-only";
import { DomainError } from "#lib/kernel/errors.ts";

export function missingDomain(): DomainError {
  return new DomainError("not_found", "There is no such domain here. Go back to the list of domains.");
}

export function missingConnection(): DomainError {
  return new DomainError("precondition_failed", "There is no company sign-in yet. Save its settings first.");
}

export function savedMeanwhile(): DomainError {
  return new DomainError("conflict", "Somebody else saved these settings meanwhile. Reload and try again.");
}
