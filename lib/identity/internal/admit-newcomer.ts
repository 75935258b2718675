import "#server-only";
import { consumeLimit } from "#lib/platform/limits/consume-limit.ts";
import { currentPeerAddress } from "#lib/platform/limits/peer-address.ts";
import { NEW_PEOPLE, NEW_PEOPLE_PER_PEER } from "../policy.ts";

/** Counts an account about to be made. Throws `limit_exceeded`: per network first, so that one cannot spend them all. */
export async function admitNewcomer(): Promise<void> {
  const peer = currentPeerAddress();
  if (peer) await consumeLimit(NEW_PEOPLE_PER_PEER.name, peer, NEW_PEOPLE_PER_PEER);
  await consumeLimit(NEW_PEOPLE.name, "all", NEW_PEOPLE);
}
