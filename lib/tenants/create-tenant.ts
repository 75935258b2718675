import "#server-only";
import { refuseBound } from "#lib/identity/refuse-bound.ts";
import type { MemberActor, PersonActor } from "#lib/kernel/actor.ts";
import { DomainError } from "#lib/kernel/errors.ts";
import { consumeLimit } from "#lib/platform/limits/consume-limit.ts";
import { parseInput } from "#lib/verbs/parse-input.ts";
import { makeTenant } from "./internal/make-tenant.ts";
import { listMemberships } from "./list-memberships.ts";
import { OWNED_MAX } from "./policy.ts";
import { CreateTenantInput } from "./schema.ts";

const PER_PERSON = { points: 20, durationSeconds: 24 * 60 * 60 };

/**
 * Makes an organisation with an MCP address of its own and this person as its owner, audited in the same transaction.
 * Throws `conflict` when the slug is taken, `limit_exceeded` after twenty in a day, `precondition_failed` for somebody who
 * owns thirty, `forbidden` for the reviewer.
 */
export async function createTenant(person: PersonActor, raw: unknown): Promise<MemberActor> {
  refuseBound(person);
  const { name, slug } = parseInput(CreateTenantInput, raw);
  await consumeLimit("tenant-create", person.personId, PER_PERSON);
  const owned = (await listMemberships(person)).filter(({ role }) => role === "owner");
  if (owned.length >= OWNED_MAX) {
    throw new DomainError(
      "precondition_failed",
      "You own 30 organisations already. Hand one over to somebody else first.",
    );
  }
  return await makeTenant(person, { name, slug });
}
