import "#server-only";
import { refuseBound } from "#lib/identity/refuse-bound.ts";
import type { PersonActor } from "#lib/kernel/actor.ts";
import { consumeLimit } from "#lib/platform/limits/consume-limit.ts";
import { parseInput } from "#lib/verbs/parse-input.ts";
import { fileRequest } from "./internal/requests/file-request.ts";
import { parseOrganisation } from "./internal/requests/parse-organisation.ts";
import { findJoinable } from "./internal/requests/store.ts";
import { REQUESTS_PER_DAY } from "./policy.ts";
import { isSlug, RequestAccessInput } from "./schema.ts";

/**
 * Asks the admins of an organisation, by its short name or one of its addresses, to let this person join. The answer is
 * the same whether or not there is one. Throws `invalid_input`, `limit_exceeded` after ten in a day,
 * `forbidden` for the reviewer.
 */
export async function requestAccess(person: PersonActor, raw: unknown): Promise<void> {
  refuseBound(person);
  const { organisation, note } = parseInput(RequestAccessInput, raw);
  await consumeLimit("access-request", person.personId, REQUESTS_PER_DAY);
  const name = parseOrganisation(organisation);
  const tenantId = isSlug(name) ? await findJoinable(name) : null;
  if (tenantId !== null) await fileRequest(person, tenantId, note);
}
