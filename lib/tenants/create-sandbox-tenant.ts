import "#server-only";
import type { MemberActor, PersonActor } from "#lib/kernel/actor.ts";
import { parseInput } from "#lib/verbs/parse-input.ts";
import { makeTenant } from "./internal/make-tenant.ts";
import { CreateTenantInput } from "./schema.ts";

/**
 * As `createTenant`, marked as the reviewer's sandbox and dated back to `at`; a server's start makes it. Throws `conflict`.
 */
export async function createSandboxTenant(person: PersonActor, raw: unknown, at: Date): Promise<MemberActor> {
  return await makeTenant(person, { ...parseInput(CreateTenantInput, raw), at, isSandbox: true });
}
