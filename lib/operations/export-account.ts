import "#server-only";
import type { PersonActor } from "#lib/kernel/actor.ts";
import { consumeLimit } from "#lib/platform/limits/consume-limit.ts";
import { writeAccount } from "./internal/write-account.ts";

const COPIES = { points: 20, durationSeconds: 86_400 };

/**
 * Everything held about a person as one JSON document, in pieces to be sent on as they come. Throws `limit_exceeded` after
 * twenty in a day.
 */
export async function exportAccount(person: PersonActor): Promise<AsyncGenerator<string>> {
  await consumeLimit("account.export", person.personId, COPIES);
  return writeAccount(person);
}
