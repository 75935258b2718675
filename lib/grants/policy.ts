import "#server-only";
import type { MemberActor } from "#lib/kernel/actor.ts";
import type { PersonId } from "#lib/kernel/ids.ts";
import { can } from "#lib/kernel/permissions.ts";
import type { ConnectionStatus } from "./schema.ts";

const DAY_MS = 24 * 60 * 60 * 1000;
const IDLE_MS = 30 * DAY_MS;

/** How long a connection lasts at most, however often it is refreshed. */
export const GRANT_LIFETIME_MS = 180 * DAY_MS;

/** Everybody sees their own connections, admins and auditors all of the organisation's. */
export function canSee(actor: MemberActor, grant: { personId: PersonId }): boolean {
  return grant.personId === actor.personId || can(actor.role, "connection:read-all");
}

export function canEnd(actor: MemberActor, grant: { personId: PersonId }): boolean {
  return grant.personId === actor.personId || can(actor.role, "connection:end-any");
}

type Times = { createdAt: Date; lastUsedAt: Date | null; expiresAt: Date; endedAt: Date | null };

export function toStatus({ createdAt, lastUsedAt, expiresAt, endedAt }: Times, now: Date): ConnectionStatus {
  if (endedAt) return "disconnected";
  if (expiresAt <= now) return "expired";
  return now.getTime() - (lastUsedAt ?? createdAt).getTime() > IDLE_MS ? "idle" : "active";
}
