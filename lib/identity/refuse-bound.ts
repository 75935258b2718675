import "#server-only";
import type { PersonActor } from "#lib/kernel/actor.ts";
import { DomainError } from "#lib/kernel/errors.ts";

/** Throws `forbidden` for the reviewer, whose account stays what it is and belongs to its sandbox alone. */
export function refuseBound({ boundTo }: Pick<PersonActor, "boundTo">): void {
  if (boundTo === undefined) return;
  throw new DomainError(
    "forbidden",
    "The review account belongs to its own organisation alone and cannot be changed. Sign in with an address of your own for this.",
  );
}
