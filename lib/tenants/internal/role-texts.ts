import "#server-only";
import type { Role } from "#lib/kernel/permissions.ts";

/** What a role is, in the words of a mail. */
export const ROLE_TEXTS = {
  owner: "Owner: everything, with sign-in, settings and the end of the organisation",
  admin: "Admin: Trinity instances, tools, members, apps and connections",
  member: "Member: your own apps and what they do for you",
  auditor: "Auditor: reads everything, changes nothing",
} as const satisfies Record<Role, string>;
