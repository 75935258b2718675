import "#server-only";
import { command } from "#lib/verbs/command.ts";
import { findLedgerSettings, saveLedgerSettings } from "./internal/ledger/store.ts";
import { RECORDING_DEFAULTS } from "./policy.ts";
import { CallRecordingInput } from "./schema.ts";

/**
 * Whether the arguments of calls are kept from now on (sealed, 16 KB of each at most), and for how many days calls are.
 * What was kept before a change stays for its days.
 */
export const setCallRecording = command({
  action: "tool-call.set-recording",
  permission: "activity:write",
  input: CallRecordingInput,
  async run({ tx, actor }, wanted) {
    const { tenantId } = actor;
    const before = (await findLedgerSettings(tx, tenantId)) ?? RECORDING_DEFAULTS;
    const result = await saveLedgerSettings(tx, tenantId, wanted);
    return { result, audit: { target: tenantId, before, after: wanted } };
  },
});
