import "#server-only";
import type { TenantId, UpstreamId } from "#lib/kernel/ids.ts";
import { appendAudit } from "#lib/verbs/append-audit.ts";
import { planTools, type StoredTool } from "./internal/plan-tools.ts";
import { readTools } from "./internal/read-tools.ts";
import { keepTools, readUpstream } from "./internal/refresh/store.ts";
import { leaseSession } from "./lease-session.ts";
import type { CheckProblem } from "./schema.ts";

/** Whether a new or changed tool of that name may be used before an admin looked at it. */
export type AdmitTool = (name: string) => boolean;

/** What came of it, and how long it took; null where there is nothing to read or no key to read it with. */
export type RefreshOutcome = { problem: CheckProblem | null; status?: number | undefined; ms: number } | null;

/**
 * Reads an instance's tools again, under the organisation's shared key: what is new or different waits for an admin
 * unless `admit` says otherwise, what is no longer listed, or left out since, is gone; a draft's all wait. A list that cannot be read changes nothing. Audited
 * where it changed something.
 */
export async function refreshTools(
  { tenantId, upstreamId }: { tenantId: TenantId; upstreamId: UpstreamId },
  admit?: AdmitTool,
): Promise<RefreshOutcome> {
  const row = await readUpstream(tenantId, upstreamId);
  const [key] = row?.keys ?? [];
  if (row === null || key === undefined || row.pausedAt !== null) return null;
  const { url, keyHeader, transport } = row;
  const session = leaseSession({ tenantId, upstreamId, url, key, keyHeader, transport });
  const startedAt = performance.now();
  const read = await readTools(session);
  const ms = Math.round(performance.now() - startedAt);
  if (!read.ok) return { problem: read.problem, status: read.status, ms };
  const { tools, quarantined } = read;
  const plan = (stored: readonly StoredTool[]) =>
    planTools(stored, tools, row.status === "draft" ? undefined : admit);
  await keepTools(
    { tenantId, upstreamId },
    { plan, quarantined },
    async (tx, { added, changed, gone }) =>
      await appendAudit(tx, {
        tenantId,
        actor: { kind: "system", job: "refresh_tools", tenantId },
        action: "upstream.refresh-tools",
        target: upstreamId,
        outcome: "done",
        after: {
          added: added.length,
          changed: changed.length,
          gone: gone.length,
          ...(quarantined.length > 0 ? { leftOut: quarantined.length } : {}),
        },
      }),
  );
  return { problem: null, ms };
}
