import "#server-only";
import type { MemberActor, PersonActor } from "#lib/kernel/actor.ts";
import { findFormerSlug, findStop } from "./internal/lifecycle/store.ts";
import { noteActive } from "./internal/members/note-active.ts";
import { findMissingWays } from "./internal/settings/find-missing-ways.ts";
import { toMemberActor } from "./internal/to-member-actor.ts";
import { isSlug, type SignInWay } from "./schema.ts";
import { findOwnMembership, type OwnMembership } from "./store.ts";

export type Deletion = {
  deletedAt: Date;
  deletedByName: string | null;
  /** Until then an owner can undo it. */
  purgeAt: Date;
  isOwner: boolean;
};

/** Whether a person may enter an organisation now; `unknown` stands alike for none there is and none of theirs. */
export type Entry =
  | { ok: true; actor: MemberActor }
  | { ok: false; reason: "unknown" }
  | { ok: false; reason: "moved"; slug: string }
  | { ok: false; reason: "suspended"; name: string }
  | { ok: false; reason: "deleted"; name: string; deletion: Deletion }
  /** It lets in only who signed in one of these other ways. */
  | { ok: false; reason: "way"; name: string; ways: readonly SignInWay[] };

const UNKNOWN: Entry = { ok: false, reason: "unknown" };

/**
 * This person at the door of the organisation with that slug, any text given: as its member, or why not. A former slug of
 * it says the one it has now, to members alone.
 */
export async function findEntry(person: PersonActor, slug: string): Promise<Entry> {
  if (!isSlug(slug)) return UNKNOWN;
  const membership = await findOwnMembership(person.personId, { slug });
  if (!membership) {
    const moved = await findFormerSlug(person.personId, slug);
    return moved === null ? UNKNOWN : { ok: false, reason: "moved", slug: moved };
  }
  if (membership.state !== "active") return await explainStop(membership);
  const ways = await findMissingWays(membership.tenantId, person.signedInBy ?? "code");
  if (ways !== null) return { ok: false, reason: "way", name: membership.name, ways };
  await noteActive(membership);
  return { ok: true, actor: toMemberActor(person, membership) };
}

async function explainStop({ tenantId, name, role }: OwnMembership): Promise<Entry> {
  const stop = await findStop(tenantId);
  if (stop === null) return { ok: false, reason: "suspended", name };
  return { ok: false, reason: "deleted", name, deletion: { ...stop, isOwner: role === "owner" } };
}
