import "#server-only";
import { ensurePerson } from "#lib/identity/ensure-person.ts";
import type { MemberActor, PersonActor } from "#lib/kernel/actor.ts";
import { isDomainError } from "#lib/kernel/errors.ts";
import type { TenantId } from "#lib/kernel/ids.ts";
import { SAMPLE_PEOPLE } from "#lib/operations/sample-people.ts";
import { log } from "#lib/platform/log/log.ts";
import { addMember } from "#lib/tenants/add-member.ts";
import { createSampleTenant } from "#lib/tenants/create-sample-tenant.ts";
import { findSample } from "#lib/tenants/find-sample.ts";
import { resolveMemberActorById } from "#lib/tenants/resolve-member-actor-by-id.ts";
import { ensureUpstream } from "#lib/upstreams/ensure-upstream.ts";
import type { Sample } from "./ensure-sample.ts";

/**
 * Makes or completes the sample organisation so that it leads to the running sample instance. Safe to repeat; when
 * nothing has changed the instance is not called.
 */
export async function seedSample({
  mcpUrl,
  apiUrl,
  keys,
}: Pick<Sample, "mcpUrl" | "apiUrl" | "keys">): Promise<void> {
  const key = keys.find(({ scope }) => scope === "user")?.key;
  if (key === undefined) throw new Error("The sample instance has no key of a user.");
  const owner = await seedOrganisation();
  if (!owner) return;
  const outcome = await ensureUpstream(owner, { name: "Acme Trinity", url: mcpUrl, apiUrl, key });
  if (!outcome.ok) log.warn({ checks: outcome.rows }, "the sample instance did not pass its checks");
}

async function seedOrganisation(): Promise<MemberActor | null> {
  const people = await Promise.all(
    SAMPLE_PEOPLE.map(async ({ email, name, role }) => ({ person: await ensurePerson(email, name), role })),
  );
  const owner = people[0]?.person;
  const tenantId = owner && ((await findSample())?.id ?? (await makeOrganisation(owner)));
  if (!tenantId) return null;
  const job = { kind: "system", job: "seed_sample", tenantId } as const;
  // The owner too: who changed their address is somebody else by now.
  for (const { person, role } of people) {
    const { personId, email, name } = person;
    await addMember(job, { personId, email, name, role });
  }
  return await enter(owner, tenantId);
}

/** Null where the sample's owner deleted it: whoever did that wants no sample. */
async function enter(owner: PersonActor, tenantId: TenantId): Promise<MemberActor | null> {
  try {
    return await resolveMemberActorById(owner, tenantId);
  } catch (error) {
    if (isDomainError(error, "not_found")) return null;
    throw error;
  }
}

/** The sample's id; null when somebody made an organisation of that name before. */
async function makeOrganisation(person: PersonActor): Promise<TenantId | null> {
  try {
    return (await createSampleTenant(person, { name: "Acme Robotics", slug: "acme" })).tenantId;
  } catch (error) {
    if (!isDomainError(error, "conflict")) throw error;
    log.warn({}, "an organisation of the sample's short name exists; there will be no sample organisation");
    return null;
  }
}
