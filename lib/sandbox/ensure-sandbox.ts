import "#server-only";
import { randomBytes } from "node:crypto";
import { bindPerson } from "#lib/identity/bind-person.ts";
import { ensurePerson } from "#lib/identity/ensure-person.ts";
import type { MemberActor, PersonActor } from "#lib/kernel/actor.ts";
import { isDomainError } from "#lib/kernel/errors.ts";
import type { TenantId } from "#lib/kernel/ids.ts";
import { log } from "#lib/platform/log/log.ts";
import { addMember } from "#lib/tenants/add-member.ts";
import { createSandboxTenant } from "#lib/tenants/create-sandbox-tenant.ts";
import { findSandbox } from "#lib/tenants/find-sandbox.ts";
import { resolveMemberActorById } from "#lib/tenants/resolve-member-actor-by-id.ts";
import { switchSandbox } from "#lib/tenants/switch-sandbox.ts";
import { ensureUpstream } from "#lib/upstreams/ensure-upstream.ts";
import { COLLEAGUES, INSTANCE_NAME, REVIEWER, SANDBOX_NAME, SANDBOX_OWNER, SANDBOX_SLUG } from "./schema.ts";
import { inSandboxTurn } from "./store.ts";

/** The sandbox's running instance: where it is, the keys it takes, newest first, and what its switches ask for. */
export type SandboxInstance = {
  mcpUrl: string;
  apiUrl: string;
  keys: readonly string[];
  controlToken: string;
};

/**
 * Makes or completes the reviewer's sandbox: the permanent organisation, its people, the reviewer bound to it, and its
 * instance. Safe to repeat and on several servers at once; when nothing has changed the instance is not called. Answers
 * its owner.
 */
export async function ensureSandbox({ mcpUrl, apiUrl, keys }: SandboxInstance): Promise<MemberActor> {
  return await inSandboxTurn(async () => {
    const person = await ensurePerson(SANDBOX_OWNER.email, SANDBOX_OWNER.name);
    const tenantId = (await findSandbox())?.id ?? (await makeOrganisation(person)).tenantId;
    await switchSandbox(true);
    await ensurePeople(tenantId);
    const owner = await resolveMemberActorById(person, tenantId);
    const [key = "", ...otherKeys] = keys;
    const outcome = await ensureUpstream(owner, { name: INSTANCE_NAME, url: mcpUrl, apiUrl, key }, otherKeys);
    if (!outcome.ok) log.error({ checks: outcome.rows }, "the sandbox's instance did not pass its checks");
    return owner;
  });
}

async function ensurePeople(tenantId: TenantId): Promise<void> {
  const job = { kind: "system", job: "sandbox", tenantId } as const;
  for (const { email, name, role } of [REVIEWER, ...COLLEAGUES]) {
    const { personId } = await ensurePerson(email, name);
    if (email === REVIEWER.email) await bindPerson(personId, tenantId);
    await addMember(job, { personId, email, name, role });
  }
}

/** Somebody may have an organisation of that short name already; the reviewer never types it. */
async function makeOrganisation(person: PersonActor): Promise<MemberActor> {
  try {
    return await createSandboxTenant(person, { name: SANDBOX_NAME, slug: SANDBOX_SLUG });
  } catch (error) {
    if (!isDomainError(error, "conflict")) throw error;
    const slug = `${SANDBOX_SLUG}-${randomBytes(3).toString("hex")}`;
    return await createSandboxTenant(person, { name: SANDBOX_NAME, slug });
  }
}
