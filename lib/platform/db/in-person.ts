import "#server-only";
import type { PersonId } from "../../kernel/ids.ts";
import { inContext } from "./in-context.ts";
import type { Tx } from "./tx.ts";

/** One transaction that reads this person's own memberships, grants and organisations, and writes nothing. */
export async function inPerson<Result>(
  personId: PersonId,
  run: (tx: Tx) => Promise<Result>,
): Promise<Result> {
  return await inContext("app.person_id", personId, run);
}
