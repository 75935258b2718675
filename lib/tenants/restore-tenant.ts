import "#server-only";
import type { PersonActor } from "#lib/kernel/actor.ts";
import { DomainError } from "#lib/kernel/errors.ts";
import { appendAudit } from "#lib/verbs/append-audit.ts";
import { parseInput } from "#lib/verbs/parse-input.ts";
import { clearDeletion } from "./internal/lifecycle/store.ts";
import { toMemberActor } from "./internal/to-member-actor.ts";
import { isSlug, RestoreTenantInput } from "./schema.ts";
import { findOwnMembership } from "./store.ts";

/**
 * An owner takes a deletion back within its seven days, audited. Not a member's verb, because nobody acts inside a deleted
 * organisation. What was destroyed stays so: keys and company sign-in are entered again, connections made again. Throws
 * `not_found` for an organisation that is not theirs, `forbidden` for a member who is no owner, `conflict` when it is not
 * deleted, or no longer there to be given back.
 */
export async function restoreTenant(person: PersonActor, raw: unknown): Promise<{ slug: string }> {
  const { slug } = parseInput(RestoreTenantInput, raw);
  const membership = isSlug(slug) ? await findOwnMembership(person.personId, { slug }) : null;
  if (!membership) {
    throw new DomainError("not_found", "There is no such organisation, or you do not belong to it.");
  }
  if (membership.role !== "owner") {
    throw new DomainError("forbidden", "Only an owner of this organisation can undo this. Ask one of them.");
  }
  const actor = toMemberActor(person, membership);
  const { tenantId } = actor;
  const isBack = await clearDeletion(tenantId, new Date(), (tx) =>
    appendAudit(tx, { tenantId, actor, action: "tenant.restore", target: tenantId, outcome: "done" }),
  );
  if (!isBack) {
    throw new DomainError(
      "conflict",
      "There is nothing to undo: somebody did it already, or the seven days are over. Reload the page.",
    );
  }
  return { slug };
}
