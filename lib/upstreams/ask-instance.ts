import "#server-only";
import type { TenantId, UpstreamId } from "#lib/kernel/ids.ts";
import { readUpstream } from "./internal/refresh/store.ts";
import { leaseSession } from "./lease-session.ts";
import type { RequestOptions, UpstreamReply, UpstreamRequest } from "./open-session.ts";

/**
 * One request to an organisation's instance under its shared key, as a call of an app goes. Null where it cannot be asked:
 * it is gone, paused, or has no key.
 */
export async function askInstance(
  { tenantId, upstreamId }: { tenantId: TenantId; upstreamId: UpstreamId },
  request: UpstreamRequest,
  options: RequestOptions = {},
): Promise<UpstreamReply | null> {
  const row = await readUpstream(tenantId, upstreamId);
  const [key] = row?.keys ?? [];
  if (row === null || key === undefined || row.pausedAt !== null) return null;
  const { url, keyHeader, transport } = row;
  return await leaseSession({ tenantId, upstreamId, url, key, keyHeader, transport }).request(
    request,
    options,
  );
}
