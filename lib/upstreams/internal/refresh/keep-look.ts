import "#server-only";
import type { TenantId, UpstreamId } from "#lib/kernel/ids.ts";
import { appendAudit } from "#lib/verbs/append-audit.ts";
import type { RefreshOutcome } from "../../refresh-tools.ts";
import { findUpstream, type Tx, updateUpstream, type UpstreamRow } from "../../store.ts";
import { addEvent, saveLook } from "../health/store.ts";
import { isRefusedByBackend } from "../keys/ask-backend.ts";
import { clearDoubts } from "../keys/clear-doubts.ts";
import { markRefused } from "../keys/store.ts";
import { tellOfKey } from "../keys/tell-of-key.ts";
import { tellOfInstance } from "../telling/tell-of-instance.ts";
import { toUpstreamProblem } from "../to-check-problem.ts";
import { inTenantOf } from "./store.ts";

type Place = { tenantId: TenantId; upstreamId: UpstreamId };

/** A refused key is dead only if it was refused a while ago as well: a Trinity says so too while its backend is away. */
const TWICE_MS = 45_000;

/** Keeps how an instance was found by the job, what that means for its shared key, and tells who looks after it. */
export async function keepLook(
  { tenantId, upstreamId }: Place,
  { problem, status, ms }: NonNullable<RefreshOutcome>,
): Promise<void> {
  const kept = problem === null ? null : toUpstreamProblem(problem);
  const before = await inTenantOf({ tenantId }, async (tx) => {
    const row = await findUpstream(tx, tenantId, upstreamId);
    if (row === null || row.pausedAt !== null) return null;
    if (problem === null) {
      await updateUpstream(tx, tenantId, upstreamId, { syncedAt: new Date() });
      await clearDoubts(tx, tenantId, row);
    }
    await saveLook(tx, tenantId, row, { problem: kept, status: status ?? null, ms });
    await tellOfInstance(tx, { tenantId, upstreamId }, kept);
    return row;
  });
  if (before !== null && kept === "refused_key") await buryKey(tenantId, before);
}

async function buryKey(tenantId: TenantId, row: UpstreamRow): Promise<void> {
  const [key] = row.keys;
  if (key === undefined || key.refusedAt !== null || !wasRefused(row)) return;
  if (!(await isRefusedByBackend(tenantId, row, key))) return;
  await inTenantOf({ tenantId }, async (tx: Tx) => {
    if (!(await markRefused(tx, tenantId, key))) return;
    await addEvent(tx, tenantId, row.id, { kind: "key_refused" });
    await tellOfKey(tx, { tenantId, upstreamId: row.id, ownerId: null }, "dead");
    await appendAudit(tx, {
      tenantId,
      actor: { kind: "system", job: "refresh_tools", tenantId },
      action: "upstream.key-refused",
      target: row.id,
      outcome: "done",
    });
  });
}

function wasRefused({ problem, problemSince }: UpstreamRow): boolean {
  return problem === "refused_key" && problemSince !== null && Date.now() - problemSince.getTime() > TWICE_MS;
}
