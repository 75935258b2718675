/** What a person may be in an organisation, most powerful first. */
export const ROLES = ["owner", "admin", "member", "auditor"] as const;
export type Role = (typeof ROLES)[number];

/** Every permission a verb can ask for, with the roles that hold it. */
const PERMISSIONS = {
  "tenant:read": ["owner", "admin", "member", "auditor"],
  "tenant:write": ["owner"],
  "tenant:pause": ["owner", "admin"],
  "tenant:hand-over": ["owner"],
  "tenant:delete": ["owner"],
  "settings:read": ["owner", "admin", "auditor"],
  "settings:write": ["owner"],
  "member:read": ["owner", "admin", "auditor"],
  "member:write": ["owner", "admin"],
  "member:leave": ["owner", "admin", "member", "auditor"],
  "sign-in:read": ["owner", "admin", "auditor"],
  "sign-in:write": ["owner"],
  "upstream:read": ["owner", "admin", "auditor"],
  "upstream:write": ["owner", "admin"],
  "own-key:read": ["owner", "admin", "member", "auditor"],
  "own-key:write": ["owner", "admin", "member", "auditor"],
  "tool-policy:read": ["owner", "admin", "auditor"],
  "tool-policy:write": ["owner", "admin"],
  "attempt:read": ["owner", "admin", "auditor"],
  "attempt:write": ["owner", "admin"],
  "activity:read-own": ["owner", "admin", "member", "auditor"],
  "activity:read-all": ["owner", "admin", "auditor"],
  "activity:write": ["owner"],
  "connection:approve": ["owner", "admin", "member", "auditor"],
  "connection:read-own": ["owner", "admin", "member", "auditor"],
  "connection:read-all": ["owner", "admin", "auditor"],
  "connection:end-own": ["owner", "admin", "member", "auditor"],
  "connection:end-any": ["owner", "admin"],
  "export:write": ["owner", "admin", "auditor"],
  "audit:read": ["owner", "admin", "auditor"],
  "client-policy:read": ["owner", "admin", "auditor"],
  "client-policy:write": ["owner", "admin"],
  "client-request:make": ["owner", "admin", "member", "auditor"],
} as const satisfies Record<string, readonly Role[]>;

export type Permission = keyof typeof PERMISSIONS;

/** All of them, in the order of the table. */
export function listPermissions(): Permission[] {
  return Object.keys(PERMISSIONS) as Permission[];
}

/** Whether that role holds that permission. Object-level rules (whose connection it is) come on top, in policy.ts. */
export function can(role: Role, permission: Permission): boolean {
  return (PERMISSIONS[permission] as readonly Role[]).includes(role);
}

/**
 * What the sandbox's reviewer may not do though their role may: who belongs to it, its instance and that it runs stay as
 * the next reviewer needs them, and nothing of it writes to outsiders.
 */
const NOT_FOR_REVIEWERS: readonly Permission[] = [
  "member:write",
  "member:leave",
  "upstream:write",
  "tenant:pause",
];

/** As `can`, of somebody acting. */
export function mayDo(
  { role, isReviewer }: { role: Role; isReviewer?: true },
  permission: Permission,
): boolean {
  return can(role, permission) && !(isReviewer && NOT_FOR_REVIEWERS.includes(permission));
}
