import type { ReactNode } from "react";
import { NavLink } from "./nav-link.tsx";
import { RAIL_ID } from "./rail-state.ts";

export type NavItem = {
  href: string;
  label: string;
  /** A lucide icon with `aria-hidden`. */
  icon: ReactNode;
  isExact?: boolean;
  /** Things waiting behind the link. */
  count?: number;
  /** The number in words, for screen readers: "3 waiting". */
  countLabel?: string;
};

type NavigationProps = {
  label: string;
  /** Groups are parted by a line. */
  groups: readonly (readonly NavItem[])[];
  isRail?: boolean | undefined;
};

/** The rail's and the drawer's list. */
export function Navigation({ label, groups, isRail }: NavigationProps) {
  return (
    <nav id={isRail ? RAIL_ID : undefined} aria-label={label} className="divide-y divide-line">
      {groups
        .filter((items) => items.length > 0)
        .map((items) => (
          <ul key={items[0]?.href} className="grid gap-0.5 py-3 first:pt-0 last:pb-0">
            {items.map((item) => (
              <li key={item.href}>
                <NavLink {...item} isRail={isRail} />
              </li>
            ))}
          </ul>
        ))}
    </nav>
  );
}
