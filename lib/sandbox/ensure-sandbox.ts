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
import { findPeople } from "./internal/find-people.ts";
import { holdInstance } from "./internal/held-instance.ts";
import { keepToDirectory } from "./internal/keep-to-directory.ts";
import { seedConnections, seedTraffic } from "./internal/seed-history.ts";
import { COLLEAGUES, INSTANCE_NAME, REVIEWER, SANDBOX_NAME, SANDBOX_OWNER, SANDBOX_SLUG } from "./schema.ts";
import { addNight, findSeededUntil, inSandboxTurn } from "./store.ts";

const DAY_MS = 24 * 60 * 60 * 1000;
/** When the organisation and its people are said to have begun, before the first of its connections. */
const BEGAN_DAYS_AGO = 45;

/** The sandbox's running instance: where it is, the keys it takes, newest first, and what its switches ask for. */
export type SandboxInstance = {
  mcpUrl: string;
  apiUrl: string;
  keys: readonly string[];
  controlToken: string;
};

/**
 * Makes or completes the reviewer's sandbox: the permanent organisation, its people with a month of history, the reviewer
 * bound to it, and its instance. Safe to repeat and on several servers at once; when nothing has changed the instance is
 * not called. Answers its owner.
 */
export async function ensureSandbox(instance: SandboxInstance): Promise<MemberActor> {
  const { mcpUrl, apiUrl, keys } = instance;
  holdInstance(instance);
  return await inSandboxTurn(async () => {
    const now = new Date();
    const began = new Date(now.getTime() - BEGAN_DAYS_AGO * DAY_MS);
    const person = await ensurePerson(SANDBOX_OWNER.email, SANDBOX_OWNER.name);
    const found = await findSandbox();
    const tenantId = found?.id ?? (await makeOrganisation(person, began)).tenantId;
    await switchSandbox(true);
    await ensurePeople(tenantId, found ? now : began);
    const people = await findPeople(tenantId);
    const seededUntil = await findSeededUntil();
    if (seededUntil === null) await seedConnections(people, now, { isNew: found === null });
    const owner = await resolveMemberActorById(person, tenantId);
    const [key = "", ...otherKeys] = keys;
    const outcome = await ensureUpstream(owner, { name: INSTANCE_NAME, url: mcpUrl, apiUrl, key }, otherKeys);
    if (!outcome.ok) log.error({ checks: outcome.rows }, "the sandbox's instance did not pass its checks");
    await keepToDirectory(owner);
    if (seededUntil === null) {
      await seedTraffic(people, null, now);
      await addNight(now);
    }
    return owner;
  });
}

async function ensurePeople(tenantId: TenantId, at: Date): Promise<void> {
  const job = { kind: "system", job: "sandbox", tenantId } as const;
  for (const { email, name, role } of [REVIEWER, ...COLLEAGUES]) {
    const { personId } = await ensurePerson(email, name);
    if (email === REVIEWER.email) await bindPerson(personId, tenantId);
    await addMember(job, { personId, email, name, role }, at);
  }
}

/** Somebody may have an organisation of that short name already; the reviewer never types it. */
async function makeOrganisation(person: PersonActor, at: Date): Promise<MemberActor> {
  try {
    return await createSandboxTenant(person, { name: SANDBOX_NAME, slug: SANDBOX_SLUG }, at);
  } catch (error) {
    if (!isDomainError(error, "conflict")) throw error;
    const slug = `${SANDBOX_SLUG}-${randomBytes(3).toString("hex")}`;
    return await createSandboxTenant(person, { name: SANDBOX_NAME, slug }, at);
  }
}
