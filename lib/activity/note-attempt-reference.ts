import "#server-only";
import { DomainError } from "#lib/kernel/errors.ts";
import { command } from "#lib/verbs/command.ts";
import { listOwnAttempts, saveReference } from "./internal/reading/store.ts";
import { parseAttemptNumber } from "./make-attempt-key.ts";
import { NoteReferenceInput } from "./schema.ts";

/**
 * Keeps with an attempt the reference its app showed; null takes it away again. Throws `not_found` for a number that is
 * none of the organisation's own.
 */
export const noteAttemptReference = command({
  action: "attempt.note-reference",
  permission: "attempt:write",
  input: NoteReferenceInput,
  async run({ tx }, { number, reference }) {
    const parsed = parseAttemptNumber(number);
    const [row] = parsed === null ? [] : await listOwnAttempts(tx, { number: parsed }, 1);
    const saved = row === undefined ? undefined : await saveReference(tx, row.id, reference);
    if (row === undefined || saved === undefined) {
      throw new DomainError(
        "not_found",
        "There is no connection attempt with this number here. Go back to the list of attempts.",
      );
    }
    return {
      result: undefined,
      audit: { target: row.number, before: { reference: saved.before }, after: { reference } },
    };
  },
});
