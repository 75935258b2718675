import "#server-only";
import { DomainError } from "#lib/kernel/errors.ts";

export function missingUpstream(): DomainError {
  return new DomainError("not_found", "There is no such Trinity instance. Reload the list.");
}
