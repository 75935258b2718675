import "#server-only";
import { classifyTool } from "#lib/catalog/classify-tool.ts";
import type { GrantId, PersonId, TenantId, UpstreamId } from "#lib/kernel/ids.ts";
import type { CallRow } from "./internal/calls/call-row.ts";
import { writeBatches } from "./internal/calls/write-batches.ts";
import type { CallLayer, CallOutcome, CallReason } from "./schema.ts";

/** A tool call that nobody made: one of the sandbox's history. */
export type PastCall = {
  id: string;
  at: Date;
  personId: PersonId;
  grantId: GrantId;
  clientId: string;
  network: string;
  upstreamId: UpstreamId;
  tool: string;
  outcome: Exclude<CallOutcome, "started" | "cut">;
  layer?: CallLayer;
  reason?: CallReason;
  ms: number;
  bytesIn: number;
  bytesOut: number;
};

const BATCH_MAX = 500;

/**
 * Adds calls of an earlier time to the organisation's chain, where they count and can be verified like others. A batch of
 * which one is there already is left out. Answers how many were written.
 */
export async function recordPastCalls(tenantId: TenantId, calls: readonly PastCall[]): Promise<number> {
  let written = 0;
  for (let start = 0; start < calls.length; start += BATCH_MAX) {
    const part = calls.slice(start, start + BATCH_MAX).map((call) => ({
      tenantId,
      row: toRow(call),
      isBegun: false,
      argumentsText: undefined,
    }));
    const [outcome] = await writeBatches([{ tenantId, calls: part, lost: 0, isAgain: false }]);
    if (outcome === "written") written += part.length;
  }
  return written;
}

/** The members stand in the order of `CallRow`, which the hash covers. */
function toRow(call: PastCall): CallRow {
  const { group } = classifyTool({ name: call.tool });
  const { outcome } = call;
  return {
    at: call.at.toISOString(),
    id: call.id,
    person_id: call.personId,
    grant_id: call.grantId,
    key_id: null,
    client_id: call.clientId,
    network: call.network,
    upstream_id: call.upstreamId,
    method: "tools/call",
    name: call.tool,
    own_name: call.tool,
    tool_group: group,
    effect: group.slice(group.lastIndexOf(".") + 1),
    era: "legacy",
    outcome,
    layer: call.layer ?? null,
    reason: call.reason ?? null,
    ms: call.ms,
    bytes_in: call.bytesIn,
    bytes_out: call.bytesOut,
    arguments: null,
  };
}
