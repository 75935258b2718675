import "#server-only";
import type { PersonActor } from "#lib/kernel/actor.ts";
import type { InvitationId } from "#lib/kernel/ids.ts";
import type { Role } from "#lib/kernel/permissions.ts";
import { findPlacesOf, inPlace } from "./internal/invitations/store.ts";

export type OwnInvitation = {
  id: InvitationId;
  organisation: string;
  address: string;
  inviter: string;
  role: Role;
};

/** The invitations that wait for this person's own address, which their sign-in proved; at most twenty. */
export async function listOwnInvitations({ email }: PersonActor): Promise<OwnInvitation[]> {
  const places = await findPlacesOf(email);
  const found = await Promise.all(
    places.map((place) =>
      inPlace(place, async (_tx, { name, address }, { id, role, inviter }) => ({
        id,
        organisation: name,
        address,
        inviter: inviter.name,
        role,
      })),
    ),
  );
  return found.filter((invitation) => invitation !== null);
}
