import "#server-only";
import { refuseBound } from "#lib/identity/refuse-bound.ts";
import type { PersonActor } from "#lib/kernel/actor.ts";
import { DomainError } from "#lib/kernel/errors.ts";
import { log } from "#lib/platform/log/log.ts";
import { sendMail } from "#lib/platform/outbox/send-mail.ts";
import { type AccountConsequences, getAccountConsequences } from "../get-account-consequences.ts";
import { removeAccount } from "./remove-account.ts";
import { writeDeletedMail } from "./write-deleted-mail.ts";

/** Removes an account unless an organisation would be left without an owner, and tells its address. */
export async function endAccount(
  person: PersonActor,
  { isOperator }: { isOperator: boolean },
): Promise<AccountConsequences> {
  refuseBound(person);
  const was = await getAccountConsequences(person);
  if (was.ownedAlone.length > 0) {
    throw new DomainError(
      "conflict",
      "You are the last owner of an organisation. Make somebody else its owner, or delete it, then delete your account.",
    );
  }
  await removeAccount({ person, isOperator });
  await sendMail(writeDeletedMail(person.email, was, isOperator)).catch((error: unknown) => {
    log.warn({ err: error }, "the notice of a deleted account was not sent");
  });
  return was;
}
