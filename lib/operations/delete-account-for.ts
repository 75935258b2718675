import "#server-only";
import type { PersonActor } from "#lib/kernel/actor.ts";
import type { AccountConsequences } from "./get-account-consequences.ts";
import { endAccount } from "./internal/end-account.ts";

/**
 * The operator deletes the account of somebody who asked for it, as they would themselves; the logs of their organisations
 * name the operator. Throws `conflict` for the last owner of an organisation, `forbidden` for the reviewer.
 */
export async function deleteAccountFor(person: PersonActor): Promise<AccountConsequences> {
  return await endAccount(person, { isOperator: true });
}
