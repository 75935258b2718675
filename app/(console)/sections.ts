import type { Role } from "#lib/kernel/permissions.ts";
import type { OrganisationLink } from "../_ui/organisation-list.tsx";
import { toLogoPath } from "../_ui/to-logo-path.ts";

const EVERYBODY: readonly Role[] = ["owner", "admin", "member", "auditor"];
const NO_MEMBERS: readonly Role[] = ["owner", "admin", "auditor"];

/** An organisation's pages in the order of the rail, and who may open each. */
export const SECTIONS = [
  { path: "", key: "overview", group: 0, roles: EVERYBODY },
  { path: "connections", key: "connections", group: 0, roles: EVERYBODY },
  { path: "tools", key: "tools", group: 0, roles: NO_MEMBERS },
  { path: "instances", key: "instances", group: 0, roles: NO_MEMBERS },
  { path: "members", key: "members", group: 0, roles: NO_MEMBERS },
  { path: "apps", key: "apps", group: 0, roles: NO_MEMBERS },
  { path: "activity", key: "activity", group: 1, roles: EVERYBODY },
  { path: "audit", key: "audit", group: 1, roles: NO_MEMBERS },
  { path: "attempts", key: "attempts", group: 1, roles: NO_MEMBERS },
  { path: "settings", key: "settings", group: 2, roles: NO_MEMBERS },
] as const;

export type SectionKey = (typeof SECTIONS)[number]["key"];

/** The sections a role can open, by path. */
function listSections(role: Role): string[] {
  return SECTIONS.filter(({ roles }) => roles.includes(role)).map(({ path }) => path);
}

type Membership = { name: string; slug: string; role: Role; logoHash: string | null };

/** Somebody's organisations as the switcher of every frame wants them. */
export function toOrganisationLinks(memberships: readonly Membership[]): OrganisationLink[] {
  return memberships.map(({ name, slug, role, logoHash }) => ({
    name,
    slug,
    role,
    logo: toLogoPath({ slug, logoHash }),
    sections: listSections(role),
  }));
}
