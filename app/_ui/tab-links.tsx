import Link from "next/link";
import { joinClasses } from "./join-classes.ts";

export type TabLink = { href: string; label: string; isCurrent: boolean; count?: number | undefined };

/** Views of one page, each with an address of its own. On a phone the row scrolls by itself. */
export function TabLinks({ label, tabs }: { label: string; tabs: readonly TabLink[] }) {
  return (
    <nav aria-label={label} className="-mx-1 mb-6 overflow-x-auto border-b px-1">
      <ul className="flex w-max gap-1">
        {tabs.map(({ href, label: word, isCurrent, count }) => (
          <li key={href}>
            <Link
              href={href}
              prefetch={false}
              aria-current={isCurrent ? "page" : undefined}
              className={joinClasses(
                "-mb-px flex min-h-10 items-center gap-2 border-b-2 px-3 whitespace-nowrap -outline-offset-2 pointer-coarse:min-h-11",
                isCurrent
                  ? "border-accent font-semibold text-accent-text forced-colors:border-[Highlight]"
                  : "border-transparent text-muted hover:border-control hover:text-ink forced-colors:border-[Canvas]",
              )}
            >
              {word}
              {count !== undefined && (
                <span className="rounded-sm bg-sunken px-1.5 text-xs text-muted tabular-nums">{count}</span>
              )}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
