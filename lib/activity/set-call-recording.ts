import "#server-only";
import { z } from "zod";
import { command } from "#lib/verbs/command.ts";
import { findLedgerSettings, saveLedgerSettings } from "./internal/ledger/store.ts";

const DEFAULTS = { recordArguments: false, keepDays: 90 };

/**
 * Whether the arguments of calls are kept from now on (sealed, 16 KB of each at most), and for how many days calls are.
 * What was kept before a change stays for its days.
 */
export const setCallRecording = command({
  action: "tool-call.set-recording",
  permission: "activity:write",
  input: z.strictObject({
    recordArguments: z.boolean(),
    keepDays: z.int().min(1).max(3_650),
  }),
  async run({ tx, actor }, wanted) {
    const { tenantId } = actor;
    const before = (await findLedgerSettings(tx, tenantId)) ?? DEFAULTS;
    const result = await saveLedgerSettings(tx, tenantId, wanted);
    return { result, audit: { target: tenantId, before, after: wanted } };
  },
});
