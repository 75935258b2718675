import "#server-only";
import type { PersonActor } from "#lib/kernel/actor.ts";
import { findOwnMemberships, type OwnMembership } from "./store.ts";

export type MembershipSummary = Omit<OwnMembership, "membershipId">;

/** The organisations this person belongs to, by name, with their role, each one's own MCP address and whether it runs. */
export async function listMemberships({ personId }: PersonActor): Promise<MembershipSummary[]> {
  return await findOwnMemberships(personId);
}
