import "#server-only";
import type { TenantId } from "#lib/kernel/ids.ts";
import { findPlaces, type Person } from "./internal/person/store.ts";

/** The organisations that keep anything of this person or their address: also left ones, and such as only invited them. */
export async function listPersonPlaces(person: Person): Promise<TenantId[]> {
  return await findPlaces(person);
}
