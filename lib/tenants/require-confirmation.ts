import "#server-only";
import type { MemberActor } from "#lib/kernel/actor.ts";
import { DomainError } from "#lib/kernel/errors.ts";

/** Throws `invalid_input` unless the organisation's own short name was typed, so that nobody stops the wrong one. */
export function requireConfirmation({ tenantSlug }: MemberActor, typed: string): void {
  if (typed.trim() === tenantSlug) return;
  throw new DomainError(
    "invalid_input",
    "That is not this organisation’s short name. Type it exactly as it is shown.",
  );
}
