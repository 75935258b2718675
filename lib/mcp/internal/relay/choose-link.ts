import "#server-only";
import { type LeasedSession, leaseSession } from "#lib/upstreams/lease-session.ts";
import type { CallContext } from "../call-context.ts";
import type { RelayTarget } from "./send-request.ts";

/**
 * The session a request goes over: the one this organisation has with the instance under this key, of the client's own
 * revision where the instance speaks it. Null when the instance has no key.
 */
export function chooseLink({ actor, era }: CallContext, target: RelayTarget): LeasedSession | null {
  const { upstreamId, url, key, keyHeader, transport } = target;
  if (key === null) return null;
  const owner = { tenantId: actor.tenantId, upstreamId, url, key, keyHeader, transport };
  return leaseSession(era === "modern" ? { ...owner, era } : owner);
}
