import "#server-only";
import type { MemberActor } from "#lib/kernel/actor.ts";
import type { PersonId } from "#lib/kernel/ids.ts";
import { can } from "#lib/kernel/permissions.ts";
import type { ConnectionStatus, EndedReason } from "./schema.ts";

export const DAY_MS = 24 * 60 * 60 * 1000;
/** After how many days without a call a connection is called idle. */
export const IDLE_DAYS = 30;
const IDLE_MS = IDLE_DAYS * DAY_MS;

/** How long a connection lasts at most, however often it is refreshed. */
export const GRANT_LIFETIME_MS = 180 * DAY_MS;

/** Everybody sees their own connections, admins and auditors all of the organisation's. */
export function canSee(actor: MemberActor, grant: { personId: PersonId }): boolean {
  return grant.personId === actor.personId || can(actor.role, "connection:read-all");
}

export function canEnd(actor: MemberActor, grant: { personId: PersonId }): boolean {
  return grant.personId === actor.personId || can(actor.role, "connection:end-any");
}

/** Why a connection ended, when this actor ends it. */
export function toEndedReason(actor: MemberActor, grant: { personId: PersonId }): "person" | "admin" {
  return grant.personId === actor.personId ? "person" : "admin";
}

type Times = {
  createdAt: Date;
  lastUsedAt: Date | null;
  expiresAt: Date;
  endedAt: Date | null;
  endedReason: EndedReason | null;
};

/** The store's conditions say the same in SQL. */
export function toStatus(times: Times, now: Date): ConnectionStatus {
  const { createdAt, lastUsedAt, expiresAt, endedAt, endedReason } = times;
  if (endedAt) return endedReason === "expired" ? "expired" : "disconnected";
  if (expiresAt <= now) return "expired";
  return now.getTime() - (lastUsedAt ?? createdAt).getTime() > IDLE_MS ? "idle" : "active";
}
