import "#server-only";
import { DomainError } from "#lib/kernel/errors.ts";

export function missingInvitation(): DomainError {
  return new DomainError("not_found", "There is no such invitation here. Go back to the list.");
}

export function notWaiting(): DomainError {
  return new DomainError(
    "conflict",
    "This invitation was accepted or taken back meanwhile. Reload the list of invitations.",
  );
}

export function sentTooOften(): DomainError {
  return new DomainError(
    "limit_exceeded",
    "This invitation was sent ten times. Copy its link instead, or take it back and invite again.",
  );
}

export function flooded(): DomainError {
  return new DomainError(
    "limit_exceeded",
    "This address has got many invitations today. Copy the link instead, or try again tomorrow.",
  );
}
