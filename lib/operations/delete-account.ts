import "#server-only";
import { normalizeAddress } from "#lib/identity/schema.ts";
import type { PersonActor } from "#lib/kernel/actor.ts";
import { DomainError } from "#lib/kernel/errors.ts";
import { consumeLimit } from "#lib/platform/limits/consume-limit.ts";
import { parseInput } from "#lib/verbs/parse-input.ts";
import type { AccountConsequences } from "./get-account-consequences.ts";
import { endAccount } from "./internal/end-account.ts";
import { DeleteAccountInput } from "./schema.ts";

const TRIES = { points: 10, durationSeconds: 3_600 };

/**
 * Deletes the account of whoever asks, who typed its address. Every session and connection ends, name and address are
 * erased in every organisation, and a mail says so; the answer is what ended. Tried again it goes on where it was cut.
 * Throws `invalid_input` for another address, `conflict` for the last owner of an organisation, `forbidden` for the
 * reviewer, `limit_exceeded` after ten tries in an hour.
 */
export async function deleteAccount(person: PersonActor, raw: unknown): Promise<AccountConsequences> {
  const { confirmation } = parseInput(DeleteAccountInput, raw);
  if (normalizeAddress(confirmation) !== person.email) {
    throw new DomainError("invalid_input", "That is not your address. Type it exactly as it is shown.");
  }
  await consumeLimit("account.delete", person.personId, TRIES);
  return await endAccount(person, { isOperator: false });
}
