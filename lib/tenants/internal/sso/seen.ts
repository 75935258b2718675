import "#server-only";
import { toDay } from "../sso-secret/days.ts";
import type { ConnectionRow } from "./store.ts";

/** What of company sign-in one person's change could undo of another's. */
export type SeenRow = Pick<ConnectionRow, "version" | "isActive" | "isRequired" | "secretEndsOn">;

/** The same as a form posts it back. */
export function toSeen(row: SeenRow | null): string {
  if (row === null) return "none";
  const state = !row.isActive ? "off" : row.isRequired ? "required" : "on";
  return `${row.version} ${state} ${row.secretEndsOn === null ? "endless" : toDay(row.secretEndsOn)}`;
}

/** The same as a write asks for it, so that of two at one moment one is refused. */
export function toSeenWhere({ version, isActive, isRequired, secretEndsOn }: SeenRow): SeenRow {
  return { version, isActive, isRequired, secretEndsOn };
}
