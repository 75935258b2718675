import type { ReactNode } from "react";
import type { Role } from "#lib/kernel/permissions.ts";
import { NavLink } from "./nav-link.tsx";

export type NavItem = {
  href: string;
  label: string;
  /** A lucide icon with `aria-hidden`. */
  icon: ReactNode;
  /** Who sees the item; everybody unless told. */
  roles?: readonly Role[];
  isExact?: boolean;
  /** Things waiting behind the link. */
  count?: number;
};

type NavigationProps = {
  label: string;
  /** Groups are parted by a line. */
  groups: readonly (readonly NavItem[])[];
  role?: Role | undefined;
  isRail?: boolean | undefined;
};

/** The rail's and the drawer's list. What a role cannot open is absent. */
export function Navigation({ label, groups, role, isRail }: NavigationProps) {
  const visible = groups
    .map((items) => items.filter(({ roles }) => !roles || (role !== undefined && roles.includes(role))))
    .filter((items) => items.length > 0);
  return (
    <nav aria-label={label} className="divide-y divide-line">
      {visible.map((items) => (
        <ul key={items[0]?.href} className="grid gap-0.5 py-3 first:pt-0 last:pb-0">
          {items.map(({ roles: _roles, ...item }) => (
            <li key={item.href}>
              <NavLink {...item} isRail={isRail} />
            </li>
          ))}
        </ul>
      ))}
    </nav>
  );
}
