import "#server-only";
import type { PersonActor } from "#lib/kernel/actor.ts";
import { findChange } from "./internal/address-change/store.ts";

/** The address this person asked for and can still prove, or null. */
export async function findAddressChange(
  { personId }: PersonActor,
  now: Date = new Date(),
): Promise<{ address: string } | null> {
  const change = await findChange(personId);
  return change && change.expires > now ? { address: change.email } : null;
}
