import "#server-only";
import { domainOf } from "#lib/identity/schema.ts";
import type { PersonActor } from "#lib/kernel/actor.ts";
import { findDomainOwner } from "./internal/requests/store.ts";

/**
 * The organisation that proved the domain of this person's own address, for somebody who may ask to join it; null when
 * there is none. Their sign-in proved the address, so it names the organisation to nobody else.
 */
export async function findDomainOrganisation({
  email,
}: PersonActor): Promise<{ name: string; slug: string } | null> {
  const owner = await findDomainOwner(domainOf(email));
  return owner && { name: owner.name, slug: owner.slug };
}
