import "#server-only";
import type { SystemActor } from "#lib/kernel/actor.ts";
import { type MembershipId, newId, type PersonId } from "#lib/kernel/ids.ts";
import type { Role } from "#lib/kernel/permissions.ts";
import { appendAudit } from "#lib/verbs/append-audit.ts";
import { insertMemberOnce } from "./store.ts";

export type NewMember = { personId: PersonId; email: string; name: string; role: Role };

/**
 * Makes a person a member on a job's behalf, audited; dated back where `at` is told. Somebody who belongs to it already
 * keeps the role they have.
 */
export async function addMember(
  actor: SystemActor,
  member: NewMember,
  at: Date = new Date(),
): Promise<{ isNew: boolean }> {
  const { tenantId } = actor;
  const { personId, role } = member;
  return await insertMemberOnce(tenantId, { id: newId<MembershipId>(), ...member, createdAt: at }, (tx) =>
    appendAudit(tx, {
      tenantId,
      actor,
      action: "member.add",
      target: personId,
      outcome: "done",
      after: { role },
      at,
    }),
  );
}
