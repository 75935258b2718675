import { useTranslations } from "next-intl";
import Link from "next/link";
import { SITE_PAGES } from "./site-pages.ts";

export type FooterLink = { href: string; label: string };

type FooterLinksProps = {
  extra?: readonly FooterLink[] | undefined;
  /** Every public page, not only those one may need in the middle of a task. */
  isWhole?: boolean | undefined;
};

/** The same links at the same place on every page outside the console. */
export function FooterLinks({ extra = [], isWhole = false }: FooterLinksProps) {
  const t = useTranslations("ui.site");
  const pages = SITE_PAGES.filter(({ isEverywhere }) => isWhole || isEverywhere).map(({ path, key }) => ({
    href: path,
    label: t(key),
  }));
  return (
    <nav aria-label={t("footer")}>
      <ul className="flex flex-wrap gap-x-5">
        {[...pages, ...extra].map(({ href, label }) => (
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
