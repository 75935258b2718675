import "#server-only";
import type { PersonActor } from "#lib/kernel/actor.ts";
import type { GrantId, TenantId } from "#lib/kernel/ids.ts";
import { findOwnLive } from "./internal/listing/store.ts";

const LIVE_MAX = 500;

/** The ids of this person's connections that still work, in all their organisations, newest first; at most 500. */
export async function listOwnLive({ personId }: PersonActor): Promise<{ id: GrantId; tenantId: TenantId }[]> {
  return await findOwnLive(personId, LIVE_MAX);
}
