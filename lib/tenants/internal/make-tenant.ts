import "#server-only";
import type { MemberActor, PersonActor } from "#lib/kernel/actor.ts";
import { DomainError } from "#lib/kernel/errors.ts";
import { type MembershipId, newId, type TenantId } from "#lib/kernel/ids.ts";
import { appendAudit } from "#lib/verbs/append-audit.ts";
import { insertTenant, isUniqueViolation } from "../store.ts";
import { makeAddress } from "./make-address.ts";

export async function makeTenant(
  { personId, email, name: personName }: PersonActor,
  { name, slug, isSample }: { name: string; slug: string; isSample: boolean },
): Promise<MemberActor> {
  const tenantId = newId<TenantId>();
  const membershipId = newId<MembershipId>();
  const role = "owner" as const;
  const actor = {
    kind: "member",
    personId,
    email,
    tenantId,
    tenantSlug: slug,
    tenantName: name,
    membershipId,
    role,
  } as const;
  const tenant = { id: tenantId, slug, address: makeAddress(), name, isSample };
  const owner = { id: membershipId, personId, email, name: personName, role };
  try {
    await insertTenant(tenant, owner, (tx) =>
      appendAudit(tx, {
        tenantId,
        actor,
        action: "tenant.create",
        target: tenantId,
        outcome: "done",
        after: { name, slug },
      }),
    );
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    throw new DomainError("conflict", "This short name is taken. Choose another.", { cause: error });
  }
  return actor;
}
