import "#server-only";
import type { ClientActor } from "#lib/kernel/actor.ts";
import type { UpstreamId, UpstreamKeyId } from "#lib/kernel/ids.ts";
import type { OwnerKey } from "#lib/upstreams/lease-session.ts";

/** Whoever came with a Trinity key reaches the instance whose key it is, and no other. */
export function isReachable({ presented }: Pick<ClientActor, "presented">, upstreamId: UpstreamId): boolean {
  return presented === undefined || presented.upstreamId === upstreamId;
}

/** The key this caller's calls go with: the one it came with, else the one that is stored for it. */
export function keyFor({ presented, grantId }: ClientActor, stored: OwnerKey | null): OwnerKey | null {
  if (presented === undefined) return stored;
  return { id: grantId as string as UpstreamKeyId, version: 0, reveal: presented.reveal };
}
