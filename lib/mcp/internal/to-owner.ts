import "#server-only";
import type { FeatureInstance } from "#lib/access/decide-feature.ts";
import type { TenantId } from "#lib/kernel/ids.ts";
import type { SessionOwner } from "#lib/upstreams/lease-session.ts";

type Place = Pick<FeatureInstance, "upstreamId" | "url" | "key" | "keyHeader" | "transport">;

/** Whose upstream session requests to that instance go over; null where the caller has no key for it. */
export function toOwner(
  tenantId: TenantId,
  { upstreamId, url, key, keyHeader, transport }: Place,
): SessionOwner | null {
  return key === null ? null : { tenantId, upstreamId, url, key, keyHeader, transport };
}
