import "#server-only";
import type { MemberActor, PersonActor } from "#lib/kernel/actor.ts";
import { DomainError } from "#lib/kernel/errors.ts";
import { type Entry, findEntry } from "./find-entry.ts";

/**
 * This person as a member of the organisation with that slug. Throws `not_found` alike for an organisation that does
 * not exist, for one they do not belong to and for what can be no slug; `precondition_failed` for one nobody enters now,
 * or not by the way they signed in. Under its former slug it is still found.
 */
export async function resolveMemberActor(person: PersonActor, slug: string): Promise<MemberActor> {
  const entry = await findEntry(person, slug);
  if (entry.ok) return entry.actor;
  if (entry.reason === "moved") return await resolveMemberActor(person, entry.slug);
  throw toRefusal(entry.reason);
}

type Refused = Exclude<Extract<Entry, { ok: false }>["reason"], "moved">;

function toRefusal(reason: Refused): DomainError {
  switch (reason) {
    case "unknown":
      return new DomainError("not_found", "There is no such organisation, or you do not belong to it.");
    case "suspended":
      return new DomainError(
        "precondition_failed",
        "This organisation is suspended. Ask one of its owners to write to us.",
      );
    case "deleted":
      return new DomainError(
        "precondition_failed",
        "This organisation was deleted. For seven days one of its owners can undo that.",
      );
    case "way":
      return new DomainError(
        "precondition_failed",
        "This organisation lets in only who signed in another way. Open one of its pages to see which.",
      );
  }
}
