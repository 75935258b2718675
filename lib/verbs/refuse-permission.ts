import "#server-only";
import type { MemberActor } from "#lib/kernel/actor.ts";
import { DomainError } from "#lib/kernel/errors.ts";
import { can, type Permission } from "#lib/kernel/permissions.ts";

/** Why somebody without that permission is refused: their role, or that they are the sandbox's reviewer. */
export function refusePermission({ role }: MemberActor, permission: Permission): DomainError {
  return can(role, permission)
    ? new DomainError(
        "forbidden",
        "The review account cannot change this, so that the next review finds it as it is. Everything else works.",
      )
    : new DomainError("forbidden", "Your role does not allow this. An admin of your organisation can do it.");
}
