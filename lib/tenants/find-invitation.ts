import "#server-only";
import type { PersonActor } from "#lib/kernel/actor.ts";
import type { Role } from "#lib/kernel/permissions.ts";
import { findAdmitted } from "./internal/invitations/find-admitted.ts";
import { hashInvitationToken } from "./internal/invitations/invitation-link.ts";
import {
  findPlace,
  type InvitationRow,
  type Inviting,
  inPlace,
  type Tx,
} from "./internal/invitations/store.ts";
import { findStatusOf } from "./internal/members/store.ts";
import { type InvitationState, toInvitationState } from "./policy.ts";

export type SeenInvitation = {
  state: InvitationState | "member" | "suspended" | "wrong_account" | "domain";
  organisation: { name: string; slug: string };
  inviter: string;
  email: string;
  role: Role;
  note: string;
  expiresAt: Date;
};

/**
 * What the holder of an invitation's token sees of it, and what stands in the way of this person accepting it (nobody:
 * not signed in). Looking spends nothing. Null for a token that is none, or was replaced by a newer mail's.
 */
export async function findInvitation(
  token: string,
  person: PersonActor | null,
): Promise<SeenInvitation | null> {
  const hash = hashInvitationToken(token);
  const place = hash === null ? null : await findPlace(hash);
  if (!place) return null;
  return await inPlace(place, async (tx, tenant, row) => ({
    state: await findState(tx, { tenant, row, person }),
    organisation: { name: tenant.name, slug: tenant.slug },
    inviter: row.inviter.name,
    email: row.email,
    role: row.role,
    note: row.note,
    expiresAt: row.expiresAt,
  }));
}

type Asked = { tenant: Inviting; row: InvitationRow; person: PersonActor | null };

async function findState(tx: Tx, { tenant, row, person }: Asked): Promise<SeenInvitation["state"]> {
  const state = toInvitationState(row, new Date());
  if (person) {
    const status = await findStatusOf(tx, tenant.id, person.personId);
    if (status === "active") return "member";
    if (row.email !== person.email) return "wrong_account";
    if (status === "suspended") return "suspended";
  }
  if (state !== "pending") return state;
  const isAdmitted = await findAdmitted(tx, tenant.id);
  return isAdmitted(row.email) ? "pending" : "domain";
}
