import "#server-only";
import type { PersonId } from "#lib/kernel/ids.ts";
import { refuseBound } from "../../refuse-bound.ts";
import { findBound } from "./store.ts";

/** As `refuseBound`, where only an id is known. */
export async function requireUnbound(personId: PersonId): Promise<void> {
  const boundTo = await findBound(personId);
  if (boundTo !== null) refuseBound({ boundTo });
}
