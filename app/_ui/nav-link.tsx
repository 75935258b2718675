"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import type { ReactNode } from "react";
import { joinClasses } from "./join-classes.ts";
import { RAIL_ITEM_CLASS, RAIL_NAME_CLASS } from "./rail-state.ts";

type NavLinkProps = {
  href: string;
  label: string;
  icon: ReactNode;
  /** Only this very page counts as here, not those below it. */
  isExact?: boolean | undefined;
  count?: number | undefined;
  countLabel?: string | undefined;
  /** On the rail the words become a tooltip while there is only room for icons. */
  isRail?: boolean | undefined;
};

export function NavLink({
  href,
  label,
  icon,
  isExact = false,
  count,
  countLabel,
  isRail = false,
}: NavLinkProps) {
  const pathname = usePathname();
  const isHere = pathname === href || (!isExact && pathname.startsWith(`${href}/`));
  return (
    <Link
      href={href}
      prefetch={false}
      aria-current={isHere ? "page" : undefined}
      className={joinClasses(
        "group relative flex min-h-9 items-center gap-3 rounded-md px-3 pointer-coarse:min-h-11 [&_svg]:size-[18px] [&_svg]:shrink-0",
        isHere
          ? "bg-accent-soft font-semibold text-accent-text forced-colors:outline-2"
          : "text-muted hover:bg-sunken hover:text-ink",
        isRail && RAIL_ITEM_CLASS,
      )}
    >
      {icon}
      <span className={joinClasses("min-w-0 flex-1", isRail && RAIL_NAME_CLASS)}>{label}</span>
      {count !== undefined && count > 0 && (
        <span
          className={joinClasses(
            "rounded-sm bg-warn-soft px-1.5 text-xs font-medium text-warn tabular-nums",
            isRail && "icons:absolute icons:-end-1.5 icons:-top-1.5 icons:px-1",
          )}
        >
          <span aria-hidden={countLabel !== undefined}>{count}</span>
          {countLabel !== undefined && <span className="sr-only">{countLabel}</span>}
        </span>
      )}
    </Link>
  );
}
