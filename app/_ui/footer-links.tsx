import Link from "next/link";

export type FooterLink = { href: string; label: string };

const ALWAYS: readonly FooterLink[] = [
  { href: "/privacy", label: "Privacy" },
  { href: "/terms", label: "Terms" },
  { href: "/support", label: "Help" },
  { href: "/report-app", label: "Report an app" },
];

/** The same links at the same place on every page outside the console. */
export function FooterLinks({ extra = [] }: { extra?: readonly FooterLink[] | undefined }) {
  return (
    <nav aria-label="About this service">
      <ul className="flex flex-wrap gap-x-5">
        {[...ALWAYS, ...extra].map(({ href, label }) => (
          <li key={href}>
            <Link
              href={href}
              prefetch={false}
              className="inline-flex min-h-7 items-center text-table text-muted hover:text-ink hover:underline pointer-coarse:min-h-11"
            >
              {label}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
