import "#server-only";
import { can, type Permission, type Role } from "#lib/kernel/permissions.ts";
import type { ExportState } from "./schema.ts";
import type { ExportKind } from "./terms.ts";

/** What somebody has to be allowed to read to take it with them. */
const READS: Record<ExportKind, Permission> = {
  activity: "activity:read-all",
  audit: "audit:read",
  connections: "connection:read-all",
  members: "member:read",
};

/** How many exports of one organisation may wait or be written at once. */
export const WAITING_MAX = 5;
/** And how many it may have at all: each is forgotten a day after it ended, and until then its file takes room. */
export const ITEMS_MAX = 100;
/** How long a finished file can be fetched, and a link to it used. */
export const KEPT_HOURS = 24;
export const LINK_MINUTES = 10;
/** Of the file as it is fetched; it is kept compressed. */
export const BYTES_MAX = 512 * 1024 * 1024;
export const FAILURES_MAX = 5;

export function canExport(role: Role, kind: ExportKind): boolean {
  return can(role, READS[kind]);
}

/** Only who asked for a file gets it, while it is there and they may still read what is in it. */
export function canFetch(
  { personId, role }: { personId: string; role: Role },
  item: { personId: string; kind: ExportKind; state: ExportState; expiresAt: Date | null },
  now: Date,
): boolean {
  const isThere = item.state === "ready" && item.expiresAt !== null && item.expiresAt > now;
  return isThere && item.personId === personId && canExport(role, item.kind);
}

/** Who may stop one: who asked for it, and whoever administers the organisation. */
export function canCancel(
  { personId, role }: { personId: string; role: Role },
  item: { personId: string },
): boolean {
  return item.personId === personId || role === "owner" || role === "admin";
}
