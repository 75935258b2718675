import { useTranslations } from "next-intl";
import Link from "next/link";

export type FooterLink = { href: string; label: string };

const ALWAYS: readonly { href: string; key: "privacy" | "terms" | "help" | "report" }[] = [
  { href: "/privacy", key: "privacy" },
  { href: "/terms", key: "terms" },
  { href: "/support", key: "help" },
  { href: "/report-app", key: "report" },
];

/** The same links at the same place on every page outside the console. */
export function FooterLinks({ extra = [] }: { extra?: readonly FooterLink[] | undefined }) {
  const t = useTranslations("ui.footer");
  const always = ALWAYS.map(({ href, key }) => ({ href, label: t(key) }));
  return (
    <nav aria-label={t("label")}>
      <ul className="flex flex-wrap gap-x-5">
        {[...always, ...extra].map(({ href, label }) => (
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
