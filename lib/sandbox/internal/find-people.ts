import "#server-only";
import { ensurePerson } from "#lib/identity/ensure-person.ts";
import type { MemberActor } from "#lib/kernel/actor.ts";
import type { TenantId } from "#lib/kernel/ids.ts";
import { resolveMemberActorById } from "#lib/tenants/resolve-member-actor-by-id.ts";
import { COLLEAGUES, SANDBOX_OWNER } from "../schema.ts";

/** The sandbox's people by the name before their `@`, but for the reviewer. */
export type People = { tenantId: TenantId; byName: (name: string) => MemberActor };

export async function findPeople(tenantId: TenantId): Promise<People> {
  const actors = new Map<string, MemberActor>();
  for (const { email, name } of [SANDBOX_OWNER, ...COLLEAGUES]) {
    const person = await ensurePerson(email, name);
    actors.set(email.slice(0, email.indexOf("@")), await resolveMemberActorById(person, tenantId));
  }
  const byName = (name: string) => {
    const actor = actors.get(name);
    if (!actor) throw new Error(`nobody in the sandbox is called ${name}`);
    return actor;
  };
  return { tenantId, byName };
}
