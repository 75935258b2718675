import "#server-only";
import type { MemberActor, PersonActor } from "#lib/kernel/actor.ts";
import { DomainError } from "#lib/kernel/errors.ts";
import { type MembershipId, newId, type TenantId } from "#lib/kernel/ids.ts";
import { appendAudit } from "#lib/verbs/append-audit.ts";
import { insertTenant, isUniqueViolation } from "../store.ts";
import { makeAddress } from "./make-address.ts";
import { toMemberActor } from "./to-member-actor.ts";

export async function makeTenant(
  person: PersonActor,
  { name, slug, at, ...mark }: { name: string; slug: string; at?: Date; isSample?: true; isSandbox?: true },
): Promise<MemberActor> {
  const { personId, email, name: personName } = person;
  const tenantId = newId<TenantId>();
  const membershipId = newId<MembershipId>();
  const role = "owner" as const;
  const address = makeAddress();
  const actor = toMemberActor(person, { tenantId, slug, name, membershipId, role });
  const createdAt = at ?? new Date();
  const tenant = { id: tenantId, slug, address, name, createdAt, ...mark };
  const owner = { id: membershipId, personId, email, name: personName, role, createdAt };
  try {
    await insertTenant(tenant, owner, (tx) =>
      appendAudit(tx, {
        tenantId,
        actor,
        action: "tenant.create",
        target: tenantId,
        outcome: "done",
        after: { name, slug },
        at: createdAt,
      }),
    );
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    throw new DomainError("conflict", "This short name is taken. Choose another.", { cause: error });
  }
  return actor;
}
