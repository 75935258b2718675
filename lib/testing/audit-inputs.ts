import type { VerbInput } from "./verb-inputs.ts";

/** A valid input of each verb of the audit log. */
export const AUDIT_INPUTS: Record<string, VerbInput> = {
  findChange: { input: () => ({ seq: 1n }) },
  getAuditRow: { input: () => ({ seq: 1n }) },
  getChainEnd: { input: () => ({}) },
  listAudit: { input: () => ({}) },
  readAuditChain: { input: () => ({ after: 0n, until: 10n, limit: 10 }) },
};
