import "#server-only";
import { countPersonConnections } from "#lib/grants/count-person-connections.ts";
import { countPersonRecords } from "#lib/identity/count-person-records.ts";
import type { PersonActor } from "#lib/kernel/actor.ts";
import { getPersonPlace } from "#lib/tenants/get-person-place.ts";
import { listPersonPlaces } from "#lib/tenants/list-person-places.ts";
import { listPersonKeys } from "#lib/upstreams/list-person-keys.ts";
import { inPlace } from "./store.ts";

/** An organisation that would be left without an owner. */
export type OwnedAlone = { name: string; slug: string; isSuspended: boolean };
export type AccountConsequences = {
  sessions: number;
  identities: number;
  organisations: number;
  connections: number;
  keys: number;
  /** Why the account cannot be deleted yet. */
  ownedAlone: OwnedAlone[];
};

/** What would end with somebody's account, in numbers, and what speaks against it. */
export async function getAccountConsequences(person: PersonActor): Promise<AccountConsequences> {
  const { personId } = person;
  const found = { organisations: 0, connections: 0, keys: 0, ownedAlone: [] as OwnedAlone[] };
  for (const tenantId of await listPersonPlaces(person)) {
    await inPlace(tenantId, async (tx) => {
      const place = await getPersonPlace(tx, tenantId, personId);
      if (!place?.membership || place.membership.status === "removed") return;
      found.organisations += 1;
      found.connections += await countPersonConnections(tx, tenantId, personId);
      found.keys += (await listPersonKeys(tx, tenantId, personId)).length;
      const { name, slug, isSuspended } = place;
      if (place.isLastOwner) found.ownedAlone.push({ name, slug, isSuspended });
    });
  }
  return { ...found, ...(await countPersonRecords(personId)) };
}
