import "#server-only";
import type { PersonActor } from "#lib/kernel/actor.ts";
import { appendAudit } from "#lib/verbs/append-audit.ts";
import { toMemberActor } from "./internal/to-member-actor.ts";
import { findOutdatedMemberships, updateMemberCopy } from "./store.ts";

/** Brings the copies of this person's name that their organisations keep up to date, each audited there. Harmless to repeat. */
export async function followName(person: PersonActor): Promise<void> {
  const { personId, name } = person;
  for (const membership of await findOutdatedMemberships(personId, { name })) {
    const actor = toMemberActor(person, membership);
    const { tenantId } = actor;
    await updateMemberCopy(actor, { name }, (tx) =>
      appendAudit(tx, {
        tenantId,
        actor,
        action: "member.change-name",
        target: personId,
        outcome: "done",
        before: { name: membership.copy.name },
        after: { name },
      }),
    );
  }
}
