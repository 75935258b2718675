"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import type { ReactNode } from "react";
import { joinClasses } from "./join-classes.ts";

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
        isRail && "max-lg:justify-center max-lg:px-0",
      )}
    >
      {icon}
      <span
        className={joinClasses(
          "min-w-0 flex-1",
          isRail &&
            "max-lg:pointer-events-none max-lg:absolute max-lg:start-full max-lg:z-40 max-lg:ms-2 max-lg:rounded-md max-lg:border max-lg:bg-surface max-lg:px-2 max-lg:py-1 max-lg:font-medium max-lg:whitespace-nowrap max-lg:text-ink max-lg:opacity-0 max-lg:shadow-float max-lg:group-hover:opacity-100 max-lg:group-focus-visible:opacity-100",
        )}
      >
        {label}
      </span>
      {count !== undefined && count > 0 && (
        <span
          className={joinClasses(
            "rounded-sm bg-warn-soft px-1.5 text-xs font-medium text-warn tabular-nums",
            isRail && "max-lg:absolute max-lg:end-0 max-lg:top-0 max-lg:px-1",
          )}
        >
          <span aria-hidden={countLabel !== undefined}>{count}</span>
          {countLabel !== undefined && <span className="sr-only">{countLabel}</span>}
        </span>
      )}
    </Link>
  );
}
