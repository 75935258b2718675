import "#server-only";
import type { TenantId, UpstreamId } from "#lib/kernel/ids.ts";
import { appendAudit } from "#lib/verbs/append-audit.ts";
import { planTools } from "./internal/plan-tools.ts";
import { readTools } from "./internal/read-tools.ts";
import { keepTools, readUpstream } from "./internal/refresh/store.ts";
import { leaseSession } from "./lease-session.ts";

/** Whether a new or changed tool of that name may be used before an admin looked at it. */
export type AdmitTool = (name: string) => boolean;

/**
 * Reads an instance's tools again, under the organisation's shared key: what is new or different waits for an admin
 * unless `admit` says otherwise, what is no longer listed is gone; a draft's all wait. A list that cannot be read changes nothing. Audited
 * where it changed something.
 */
export async function refreshTools(
  { tenantId, upstreamId }: { tenantId: TenantId; upstreamId: UpstreamId },
  admit?: AdmitTool,
): Promise<void> {
  const row = await readUpstream(tenantId, upstreamId);
  const [key] = row?.keys ?? [];
  if (row === null || key === undefined) return;
  const { url, keyHeader, transport } = row;
  const session = leaseSession({ tenantId, upstreamId, url, key, keyHeader, transport });
  const read = await readTools(session);
  if (!read.ok) return;
  await keepTools(
    { tenantId, upstreamId },
    (stored) => planTools(stored, read.tools, row.status === "draft" ? undefined : admit),
    async (tx, { added, changed, gone }) =>
      await appendAudit(tx, {
        tenantId,
        actor: { kind: "system", job: "refresh_tools", tenantId },
        action: "upstream.refresh-tools",
        target: upstreamId,
        outcome: "done",
        after: { added: added.length, changed: changed.length, gone: gone.length },
      }),
  );
}
