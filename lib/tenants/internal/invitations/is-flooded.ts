import "#server-only";
import { isDomainError } from "#lib/kernel/errors.ts";
import { consumeLimit } from "#lib/platform/limits/consume-limit.ts";
import { MAILS_PER_ADDRESS } from "../../policy.ts";

/** Counts one invitation mailed to that address; true when it has had as many today as anybody may get, from whomever. */
export async function isFlooded(address: string): Promise<boolean> {
  try {
    await consumeLimit("invitation-mail", address, MAILS_PER_ADDRESS);
    return false;
  } catch (error) {
    if (isDomainError(error, "limit_exceeded")) return true;
    throw error;
  }
}
