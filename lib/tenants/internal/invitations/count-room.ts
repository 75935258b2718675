import "#server-only";
import type { TenantId } from "#lib/kernel/ids.ts";
import { DAY_MS, INVITATIONS_PER_DAY, MEMBERS_MAX, PENDING_MAX } from "../../policy.ts";
import { countMembers } from "../members/store.ts";
import { countInvitations, type Tx } from "./store.ts";

/** How many more may be invited: by how many wait, were invited in a day, and may belong to it. */
export async function countRoom(tx: Tx, tenantId: TenantId, now: Date): Promise<number> {
  const since = new Date(now.getTime() - DAY_MS);
  const { pending, recent } = await countInvitations(tx, tenantId, { now, since });
  const members = await countMembers(tx, tenantId);
  return Math.min(PENDING_MAX - pending, INVITATIONS_PER_DAY - recent, MEMBERS_MAX - members - pending);
}
