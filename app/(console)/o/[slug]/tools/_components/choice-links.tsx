import Link from "next/link";
import { type ReactNode, useId } from "react";
import { joinClasses } from "../../../../../_ui/join-classes.ts";

type Choice = { href: string; isChosen: boolean; label: ReactNode };

/** A few choices that are addresses of the same page. */
export function ChoiceLinks({ label, choices }: { label: string; choices: readonly Choice[] }) {
  const id = useId();
  return (
    <nav aria-labelledby={id} className="grid gap-1.5">
      <p id={id} className="text-table text-muted">
        {label}
      </p>
      <ul className="flex flex-wrap gap-2">
        {choices.map(({ href, isChosen, label: words }) => (
          <li key={href} className="max-w-full">
            <Link
              href={href}
              prefetch={false}
              scroll={false}
              aria-current={isChosen ? "true" : undefined}
              className={joinClasses(
                "inline-flex min-h-9 max-w-full flex-wrap items-center gap-x-1.5 rounded-md border px-3 py-1 break-all pointer-coarse:min-h-11",
                isChosen
                  ? "border-accent bg-accent-soft font-medium text-accent-text"
                  : "border-control bg-surface hover:bg-sunken",
              )}
            >
              {words}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
