import "#server-only";
import { z } from "zod";
import { query } from "#lib/verbs/query.ts";
import { findLedgerSettings } from "./internal/ledger/store.ts";
import { RECORDING_DEFAULTS } from "./policy.ts";

/** Whether the arguments of calls are kept, and for how many days calls are. */
export const getCallRecording = query({
  action: "tool-call.get-recording",
  permission: "settings:read",
  input: z.strictObject({}),
  run: async ({ tx, actor }) => (await findLedgerSettings(tx, actor.tenantId)) ?? RECORDING_DEFAULTS,
});
