import "#server-only";
import { z } from "zod";
import { hearAtOnce } from "#lib/grants/hear-at-once.ts";
import type { TenantId, UpstreamId } from "#lib/kernel/ids.ts";
import { command } from "#lib/verbs/command.ts";
import type { UpstreamTransport } from "../open-session.ts";
import {
  type CheckProblem,
  type CheckRow,
  CheckRowSchema,
  DECLARABLE,
  type Declared,
  KEY_KINDS,
  UpstreamIdInput,
} from "../schema.ts";
import { findTools, findUpstream, saveTools, type Tx, updateUpstream, type UpstreamRow } from "../store.ts";
import { saveLook } from "./health/store.ts";
import { clearDoubts } from "./keys/clear-doubts.ts";
import { saveKeyOwner } from "./keys/store.ts";
import { missingUpstream } from "./missing-upstream.ts";
import { planTools } from "./plan-tools.ts";
import { saveQuarantined } from "./quarantine/store.ts";
import type { QuarantinedTool, ToolDefinition } from "./read-tools.ts";
import { toUpstreamProblem } from "./to-check-problem.ts";
import { requireTried, TriedSchema } from "./tried.ts";

/** What it lists: what can be used, and what is left out. */
export const LISTED = {
  tools: z.array(z.custom<ToolDefinition>()),
  quarantined: z.array(z.custom<QuarantinedTool>()).default([]),
};

/** How the instance is spoken to and what it declares beside tools; of one that failed, nothing is known. */
export const SPOKEN = {
  transport: z.enum(["http", "sse"]).default("http"),
  declared: z.array(z.enum(DECLARABLE)).default([]),
  revision: z.string().nullable().default(null),
  latencyMs: z.number().int().nullable().default(null),
};

const Input = UpstreamIdInput.extend({
  tried: TriedSchema,
  problem: z.custom<CheckProblem>().optional(),
  status: z.number().optional(),
  code: z.number().optional(),
  rows: z.array(CheckRowSchema).default([]),
  owner: z.object({ kind: z.enum(KEY_KINDS), actsAs: z.string().nullable() }).optional(),
  ...LISTED,
  ...SPOKEN,
});

/**
 * Keeps what a check of a stored instance found: its rows, its health, whose its key is, and what became of its tools.
 * Throws `conflict` when what was tried is not what is stored any more.
 */
export const recordCheck = hearAtOnce(
  command({
    action: "upstream.check",
    permission: "upstream:write",
    isLate: true,
    input: Input,
    async run({ tx, actor }, { id, tried, problem, status, code, rows, owner, ...found }) {
      const { tenantId } = actor;
      const row = await findUpstream(tx, tenantId, id as UpstreamId);
      if (!row) throw missingUpstream();
      requireTried(row, tried);
      if (problem !== undefined) {
        await saveUnwell(tx, tenantId, row, { problem, status, code, rows });
        return { result: null, audit: { target: id, after: { problem } } };
      }
      if (owner !== undefined) await saveKeyOwner(tx, tenantId, row.id, owner);
      await clearDoubts(tx, tenantId, row);
      const after = await saveWell(tx, tenantId, row, { ...found, rows });
      return { result: null, audit: { target: id, after } };
    },
  }),
);

type Unwell = {
  problem: CheckProblem;
  status: number | undefined;
  code: number | undefined;
  rows: CheckRow[];
};

/** Where it is the key's nature that was refused, the instance itself is as it was. */
async function saveUnwell(tx: Tx, tenantId: TenantId, row: UpstreamRow, found: Unwell): Promise<void> {
  const { problem, status = null, code = null, rows } = found;
  const kept = toUpstreamProblem(problem);
  await updateUpstream(tx, tenantId, row.id, { report: rows, checkedAt: new Date(), checkingAt: null });
  if (kept !== null) await saveLook(tx, tenantId, row, { problem: kept, status, code });
}

type Well = {
  tools: readonly ToolDefinition[];
  quarantined: readonly QuarantinedTool[];
  transport: UpstreamTransport;
  declared: Declared[];
  revision: string | null;
  latencyMs: number | null;
  rows: CheckRow[];
};

/**
 * Well again: the problem goes, and the fresh list is compared with the stored one. What it no longer declares is off, and
 * stays off should it come back.
 */
export async function saveWell(
  tx: Tx,
  tenantId: TenantId,
  row: UpstreamRow,
  { tools, quarantined, rows, latencyMs, ...spoken }: Well,
): Promise<{ added: number; changed: number; gone: number; leftOut?: number }> {
  const plan = planTools(await findTools(tx, tenantId, row.id), tools);
  await saveTools(tx, tenantId, row.id, plan);
  await saveQuarantined(tx, tenantId, row.id, quarantined);
  const features = row.features.filter((feature) => spoken.declared.includes(feature));
  const isSettingUp = row.setup === "key" || row.setup === "test";
  await updateUpstream(tx, tenantId, row.id, {
    ...spoken,
    features,
    report: rows,
    syncedAt: new Date(),
    ...(isSettingUp ? { setup: "tools" } : {}),
  });
  await saveLook(tx, tenantId, row, { problem: null, ms: latencyMs });
  return {
    added: plan.added.length,
    changed: plan.changed.length,
    gone: plan.gone.length,
    ...(quarantined.length > 0 ? { leftOut: quarantined.length } : {}),
  };
}
