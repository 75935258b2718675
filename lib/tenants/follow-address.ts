import "#server-only";
import type { PersonActor } from "#lib/kernel/actor.ts";
import { appendAudit } from "#lib/verbs/append-audit.ts";
import { toMemberActor } from "./internal/to-member-actor.ts";
import { findOutdatedMemberships, updateMemberCopy } from "./store.ts";

/**
 * Brings the copies of this person's address that their organisations keep up to date, each audited there. Harmless to
 * repeat: called after a change of address and at every sign-in, so that one cut short is finished later.
 */
export async function followAddress(person: PersonActor): Promise<void> {
  for (const membership of await findOutdatedMemberships(person.personId, { email: person.email })) {
    const actor = toMemberActor(person, membership);
    const { tenantId } = actor;
    await updateMemberCopy(actor, { email: person.email }, (tx) =>
      appendAudit(tx, {
        tenantId,
        actor,
        action: "member.change-address",
        target: person.personId,
        outcome: "done",
        before: { email: membership.copy.email },
        after: { email: person.email },
      }),
    );
  }
}
