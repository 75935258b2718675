import "#server-only";
import type { TenantId, UpstreamId } from "#lib/kernel/ids.ts";
import { appendAudit } from "#lib/verbs/append-audit.ts";
import { planTools } from "./internal/plan-tools.ts";
import { readTools } from "./internal/read-tools.ts";
import { keepTools, readUpstream } from "./internal/refresh/store.ts";
import { leaseSession } from "./lease-session.ts";

/**
 * Reads an instance's tools again after it said that they changed, under the organisation's shared key: what is new or
 * different waits for an admin, what is no longer listed is gone. A list that cannot be read changes nothing. Audited
 * where it changed something.
 */
export async function refreshTools({
  tenantId,
  upstreamId,
}: {
  tenantId: TenantId;
  upstreamId: UpstreamId;
}): Promise<void> {
  const row = await readUpstream(tenantId, upstreamId);
  const [key] = row?.keys ?? [];
  if (row === null || key === undefined) return;
  const { url, keyHeader, transport } = row;
  const session = leaseSession({ tenantId, upstreamId, url, key, keyHeader, transport });
  const read = await readTools(session);
  if (!read.ok) return;
  await keepTools(
    { tenantId, upstreamId },
    (stored) => planTools(stored, read.tools),
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
