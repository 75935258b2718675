import "#server-only";
import { z } from "zod";
import { hearAtOnce } from "#lib/grants/hear-at-once.ts";
import type { UpstreamId } from "#lib/kernel/ids.ts";
import type { TenantId } from "#lib/kernel/ids.ts";
import { command } from "#lib/verbs/command.ts";
import type { UpstreamTransport } from "../open-session.ts";
import { type CheckProblem, DECLARABLE, type Declared, UpstreamIdInput } from "../schema.ts";
import { findTools, findUpstream, saveTools, type Tx, updateUpstream, type UpstreamRow } from "../store.ts";
import { missingUpstream } from "./missing-upstream.ts";
import { planTools } from "./plan-tools.ts";
import type { ToolDefinition } from "./read-tools.ts";
import { toUpstreamProblem } from "./to-check-problem.ts";

/** How the instance is spoken to and what it declares beside tools; of one that failed, nothing is known. */
export const SPOKEN = {
  transport: z.enum(["http", "sse"]).default("http"),
  declared: z.array(z.enum(DECLARABLE)).default([]),
};

const Input = UpstreamIdInput.extend({
  problem: z.custom<CheckProblem>().optional(),
  tools: z.array(z.custom<ToolDefinition>()),
  ...SPOKEN,
});

/** Keeps what a check of a stored instance found: its health, and what became of its tools. */
export const recordCheck = hearAtOnce(
  command({
    action: "upstream.check",
    permission: "upstream:write",
    input: Input,
    async run({ tx, actor }, { id, problem, ...found }) {
      const row = await findUpstream(tx, actor.tenantId, id as UpstreamId);
      if (!row) throw missingUpstream();
      if (problem) {
        await saveUnwell(tx, actor.tenantId, row, problem);
        return { result: null, audit: { target: id, after: { problem } } };
      }
      return { result: null, audit: { target: id, after: await saveWell(tx, actor.tenantId, row, found) } };
    },
  }),
);

async function saveUnwell(
  tx: Tx,
  tenantId: TenantId,
  row: UpstreamRow,
  problem: CheckProblem,
): Promise<void> {
  const kept = toUpstreamProblem(problem);
  const status = row.status === "draft" ? "draft" : "error";
  const problemSince = kept && row.problem ? row.problemSince : new Date();
  await updateUpstream(tx, tenantId, row.id, { status, problem: kept, problemSince, checkedAt: new Date() });
}

type Well = { tools: readonly ToolDefinition[]; transport: UpstreamTransport; declared: Declared[] };

/**
 * Well again: the problem goes, and the fresh list is compared with the stored one. What it no longer declares is off, and
 * stays off should it come back.
 */
export async function saveWell(
  tx: Tx,
  tenantId: TenantId,
  row: UpstreamRow,
  { tools, transport, declared }: Well,
): Promise<{ added: number; changed: number; gone: number }> {
  const plan = planTools(await findTools(tx, tenantId, row.id), tools);
  await saveTools(tx, tenantId, row.id, plan);
  const status = row.status === "draft" ? "draft" : "ready";
  const well = { status, problem: null, problemSince: null, checkedAt: new Date() } as const;
  const features = row.features.filter((feature) => declared.includes(feature));
  await updateUpstream(tx, tenantId, row.id, { ...well, transport, declared, features });
  return { added: plan.added.length, changed: plan.changed.length, gone: plan.gone.length };
}
