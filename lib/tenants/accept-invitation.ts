import "#server-only";
import { refuseBound } from "#lib/identity/refuse-bound.ts";
import type { PersonActor } from "#lib/kernel/actor.ts";
import { appendAudit } from "#lib/verbs/append-audit.ts";
import { parseInput } from "#lib/verbs/parse-input.ts";
import { findAdmitted } from "./internal/invitations/find-admitted.ts";
import { hashInvitationToken } from "./internal/invitations/invitation-link.ts";
import {
  findPlace,
  findPlacesOf,
  type InvitationRow,
  type Inviting,
  inPlace,
  type Place,
  spendInvitation,
  type Tx,
} from "./internal/invitations/store.ts";
import { admitPerson, findJoinRefusal, type JoinRefusal } from "./internal/members/admit-person.ts";
import { toMemberActor } from "./internal/to-member-actor.ts";
import { type InvitationState, toInvitationState } from "./policy.ts";
import { AcceptInvitationInput } from "./schema.ts";

export type AcceptRefusal =
  | Exclude<InvitationState, "pending">
  | JoinRefusal
  | "unknown"
  | "wrong_account"
  | "domain";
export type AcceptedInvitation = { ok: true; slug: string } | { ok: false; reason: AcceptRefusal };

/**
 * Makes this person a member by an invitation to their own address: by its token or, of those that wait for that
 * address, by its id. Of several at once one does it. Nothing is spent when it is refused. Throws `forbidden`
 * for the reviewer.
 */
export async function acceptInvitation(person: PersonActor, raw: unknown): Promise<AcceptedInvitation> {
  refuseBound(person);
  const place = await find(person, parseInput(AcceptInvitationInput, raw));
  const accepted = place && (await inPlace(place, (tx, tenant, row) => join(tx, person, { tenant, row })));
  return accepted ?? { ok: false, reason: "unknown" };
}

async function find(
  { email }: PersonActor,
  input: { token: string } | { id: string },
): Promise<Place | null> {
  if ("token" in input) {
    const hash = hashInvitationToken(input.token);
    return hash === null ? null : await findPlace(hash);
  }
  const places = await findPlacesOf(email);
  return places.find(({ invitationId }) => invitationId === input.id) ?? null;
}

async function join(
  tx: Tx,
  person: PersonActor,
  { tenant, row }: { tenant: Inviting; row: InvitationRow },
): Promise<AcceptedInvitation> {
  const { personId, email, name } = person;
  const { id, role } = row;
  if (row.email !== email) return { ok: false, reason: "wrong_account" };
  const refusal = await findJoinRefusal(tx, tenant.id, { personId, role });
  if (refusal !== null) return { ok: false, reason: refusal };
  const now = new Date();
  const state = toInvitationState(row, now);
  if (state !== "pending") return { ok: false, reason: state };
  const isAdmitted = await findAdmitted(tx, tenant.id);
  if (!isAdmitted(email)) return { ok: false, reason: "domain" };
  if (!(await spendInvitation(tx, tenant.id, { id, email, by: personId, now }))) {
    return { ok: false, reason: "accepted" };
  }
  const membershipId = await admitPerson(tx, tenant.id, { personId, email, name, role, by: personId });
  const { id: tenantId, slug } = tenant;
  await appendAudit(tx, {
    tenantId,
    actor: toMemberActor(person, { tenantId, slug, name: tenant.name, membershipId, role }),
    action: "invitation.accept",
    target: id,
    outcome: "done",
    after: { email, role },
  });
  return { ok: true, slug };
}
