import "#server-only";
import type { ReviewedTool } from "./versions/store.ts";

const LISTED_MAX = 200;

/** What a decision was about, for the audit log, so that it can be taken back: each tool, its hash, and what it was approved as. */
export function auditDefinitions(tools: readonly ReviewedTool[]): { definitions?: string[] } {
  if (tools.length > LISTED_MAX) return {};
  return { definitions: tools.map(({ id, hash, approvedHash }) => `${id} ${hash} ${approvedHash ?? "-"}`) };
}
