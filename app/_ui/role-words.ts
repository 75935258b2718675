import type { Role } from "#lib/kernel/permissions.ts";

/** The roles as the pages call them. */
export const ROLE_WORDS: Record<Role, string> = {
  owner: "Owner",
  admin: "Admin",
  member: "Member",
  auditor: "Auditor",
};
