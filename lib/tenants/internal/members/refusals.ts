import "#server-only";
import { DomainError } from "#lib/kernel/errors.ts";

export function missingMember(): DomainError {
  return new DomainError("not_found", "There is no such member here. Go back to the list of members.");
}

export function changedMeanwhile(): DomainError {
  return new DomainError(
    "conflict",
    "Somebody changed this member meanwhile. Look at what is there now, then decide again.",
  );
}

export function lastOwner(): DomainError {
  return new DomainError(
    "conflict",
    "An organisation needs an owner. Make somebody else an owner first, then do this.",
  );
}

export function outranked(): DomainError {
  return new DomainError("forbidden", "Only an owner can give or take this role. Ask one of the owners.");
}

export function fullOrganisation(): DomainError {
  return new DomainError(
    "precondition_failed",
    "This organisation has 5,000 members, which is the most it can have. Remove somebody first.",
  );
}

export function ownsTooMany(): DomainError {
  return new DomainError(
    "precondition_failed",
    "This person owns 30 organisations already, which is the most one person can own.",
  );
}
