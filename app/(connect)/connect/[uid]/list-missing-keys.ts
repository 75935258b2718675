import type { MemberActor } from "#lib/kernel/actor.ts";
import { listOwnKeys, type OwnKeyPlace } from "#lib/upstreams/list-own-keys.ts";

/** The instances whose calls this person would be refused for want of a key of their own. */
export async function listMissingKeys(member: MemberActor): Promise<OwnKeyPlace[]> {
  return (await listOwnKeys(member, {})).filter(({ isNeeded, key }) => isNeeded && key === null);
}
