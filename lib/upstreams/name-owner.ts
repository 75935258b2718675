import "#server-only";
import type { SessionOwner } from "./lease-session.ts";

/**
 * What tells sessions apart: two owners of the same name may share one, and whatever changes how or as whom an instance is
 * reached changes the name. The era is not part of it.
 */
export function nameOwner({
  tenantId,
  upstreamId,
  url,
  transport,
  keyHeader,
  key,
}: Omit<SessionOwner, "era">): string {
  return [tenantId, upstreamId, key.id, key.version, keyHeader, transport, url].join(" ");
}
