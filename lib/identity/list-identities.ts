import "#server-only";
import type { PersonActor } from "#lib/kernel/actor.ts";
import { findIdentities, type IdentityRow } from "./internal/providers/store.ts";

/** The identities at providers that open this person's account, oldest first. */
export async function listIdentities({ personId }: PersonActor): Promise<IdentityRow[]> {
  return await findIdentities(personId);
}
