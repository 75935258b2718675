import "#server-only";
import type { PersonId, TenantId } from "#lib/kernel/ids.ts";
import { countOwners, findPlace, type PlaceRow, type Tx } from "./internal/person/store.ts";

/** `isLastOwner`: it runs, or the operator suspended it, and nobody else owns it. */
export type PersonPlace = Pick<PlaceRow, "name" | "slug" | "membership"> & {
  isSuspended: boolean;
  isLastOwner: boolean;
};

/** Who somebody is in an organisation, in the caller's transaction; null when it is gone. */
export async function getPersonPlace(
  tx: Tx,
  tenantId: TenantId,
  personId: PersonId,
): Promise<PersonPlace | null> {
  const place = await findPlace(tx, tenantId, personId);
  if (place === null) return null;
  const { name, slug, membership, deletedAt, suspendedAt } = place;
  const isOwner = membership?.role === "owner" && membership.status === "active";
  const isLastOwner = isOwner && deletedAt === null && (await countOwners(tx, tenantId)) === 1;
  return { name, slug, membership, isSuspended: suspendedAt !== null, isLastOwner };
}
