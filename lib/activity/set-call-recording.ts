import "#server-only";
import { DomainError } from "#lib/kernel/errors.ts";
import { changedSince } from "#lib/verbs/changed-since.ts";
import { command } from "#lib/verbs/command.ts";
import { reverseChange } from "#lib/verbs/reverse-change.ts";
import { findLedgerSettings, replaceLedgerSettings } from "./internal/ledger/store.ts";
import { RECORDING_DEFAULTS } from "./policy.ts";
import { CallRecordingInput } from "./schema.ts";

/**
 * Whether the arguments of calls are kept from now on (sealed, 16 KB of each at most), and for how many days calls are.
 * Calls older than that go with the next purge; arguments that were kept stay as long as their calls. `undo` is for this
 * very verb. Throws `conflict` when somebody changed it since it was seen, or since the change that is taken back.
 */
export const setCallRecording = command({
  action: "tool-call.set-recording",
  permission: "activity:write",
  input: CallRecordingInput,
  async run({ tx, actor }, { seenRecordArguments, seenKeepDays, seen: left, ...wanted }) {
    const { tenantId } = actor;
    const before = (await findLedgerSettings(tx, tenantId)) ?? RECORDING_DEFAULTS;
    const isAsLeft = left?.recordArguments === before.recordArguments && left.keepDays === before.keepDays;
    if (left !== undefined && !isAsLeft) throw changedSince();
    const seen = {
      recordArguments: seenRecordArguments ?? before.recordArguments,
      keepDays: seenKeepDays ?? before.keepDays,
    };
    if (!(await replaceLedgerSettings(tx, tenantId, { seen, wanted }))) {
      throw new DomainError(
        "conflict",
        "Somebody else changed these settings meanwhile. What you typed is still here: compare it with what is saved now, then save again.",
      );
    }
    return {
      result: { ...wanted, undo: reverseChange(before, wanted) },
      audit: { target: tenantId, before, after: wanted },
    };
  },
});
