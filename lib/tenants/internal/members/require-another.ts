import "#server-only";
import type { MemberActor } from "#lib/kernel/actor.ts";
import { DomainError } from "#lib/kernel/errors.ts";

/** Nobody shuts themselves out by the way meant for others. */
export function requireAnother({ membershipId }: MemberActor, id: string): void {
  if (membershipId !== id) return;
  throw new DomainError("conflict", "This is you. To go, leave the organisation on your own page.");
}
