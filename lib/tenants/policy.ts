import "#server-only";
import { type Role, ROLES } from "#lib/kernel/permissions.ts";

export const DAY_MS = 24 * 60 * 60 * 1000;

/** How long an invitation can be accepted after it was last sent. */
export const INVITATION_MS = 7 * DAY_MS;
/** How long an invitation stays after it was accepted, taken back or over, and a request after it was decided or made. */
export const JOINING_DAYS = 90;
/** How long a slug an organisation gave up is held for it; a trigger holds it so. */
export const FORMER_SLUG_DAYS = 90;
/** How long a deletion can be undone, and how long the audit log stays after what was deleted is gone. */
export const DELETION_UNDO_DAYS = 7;
export const AUDIT_DAYS = 365;
/** Of one organisation: people in it, invitations that wait, and new ones a day. */
export const MEMBERS_MAX = 5000;
export const PENDING_MAX = 500;
export const INVITATIONS_PER_DAY = 500;
/** Days before a secret of company sign-in ends from which admins are told, and from which it is pressing. */
export const SECRET_SOON_DAYS = 30;
export const SECRET_NEAR_DAYS = 7;
/** How often one invitation may be mailed. */
export const SENDS_MAX = 10;
/** Invitations mailed to one address, by whichever organisation, however often one is taken back and made anew. */
export const MAILS_PER_ADDRESS = { points: 20, durationSeconds: 24 * 60 * 60 };
/** Requests to join: that wait in one organisation, of one person a day, and how long a declined one keeps quiet. */
export const REQUESTS_MAX = 200;
export const REQUESTS_PER_DAY = { points: 10, durationSeconds: 24 * 60 * 60 };
export const DECLINED_MS = 7 * DAY_MS;
/** Organisations one person may own. */
export const OWNED_MAX = 30;
/** How large the file of a logo may be, and how often an organisation may send one. */
export const LOGO_BYTES_MAX = 512 * 1024;
export const LOGOS_PER_DAY = { points: 50, durationSeconds: 24 * 60 * 60 };

/** What stands where somebody's name was who deleted their account; and, in place of an address, what tells them apart. */
export const FORGOTTEN_NAME = "Deleted person";

/** Nobody can have an address there (RFC 2606 section 2). */
export function toForgottenAddress(membershipId: string): string {
  return `deleted-${membershipId.slice(-12)}@deleted.invalid`;
}

/** Whether that is what an address was replaced by. */
export function isForgotten(email: string): boolean {
  return email.endsWith("@deleted.invalid");
}

/** The roles somebody may give, and whose holders they may change: an owner all, an admin all but owner. */
export function listGivable(role: Role): readonly Role[] {
  if (role === "owner") return ROLES;
  return role === "admin" ? ROLES.filter((one) => one !== "owner") : [];
}

export function canGive(actor: { role: Role }, role: Role): boolean {
  return listGivable(actor.role).includes(role);
}

type Deadline = { acceptedAt: Date | null; revokedAt: Date | null; expiresAt: Date };
export type InvitationState = "pending" | "accepted" | "revoked" | "expired";

export function toInvitationState(row: Deadline, now: Date): InvitationState {
  if (row.acceptedAt !== null) return "accepted";
  if (row.revokedAt !== null) return "revoked";
  return row.expiresAt <= now ? "expired" : "pending";
}
