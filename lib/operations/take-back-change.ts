import "#server-only";
import { SeqInput } from "#lib/audit/schema.ts";
import type { MemberActor } from "#lib/kernel/actor.ts";
import { DomainError } from "#lib/kernel/errors.ts";
import { changedSince } from "#lib/verbs/changed-since.ts";
import { parseInput } from "#lib/verbs/parse-input.ts";
import { findChange } from "./internal/taking-back/find-change.ts";

/**
 * Takes the change of one row of the audit log back: by the ordinary verb of what it is about, with its permission, its
 * guards and its own row, which names this one. Throws `not_found` for a row, or a thing, the organisation does not have,
 * `precondition_failed` for what cannot be taken back, and `conflict` when it was taken back, or is not as the row left it;
 * the verb looks again in its own transaction.
 */
export async function takeBackChange(actor: MemberActor, raw: unknown): Promise<void> {
  const { seq } = parseInput(SeqInput, raw);
  const found = await findChange(actor, { seq });
  if (found === null) {
    throw new DomainError("not_found", "There is no such row in the audit log. Go back to the log.");
  }
  if (found.change === null) {
    throw new DomainError("precondition_failed", "This change cannot be taken back from the audit log.");
  }
  const { reversal, input, standing } = found.change;
  if (standing === "changed") throw changedSince();
  if (standing === "taken-back") {
    throw new DomainError("conflict", "This change has been taken back already.");
  }
  await reversal.run(actor, input, { takesBack: seq });
}
