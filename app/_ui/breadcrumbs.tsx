import { ChevronRight } from "lucide-react";
import { useTranslations } from "next-intl";
import Link from "next/link";

export type Crumb = { label: string; href: string };

/** The way up from this page; the page itself is the heading below and not repeated here. */
export function Breadcrumbs({ crumbs }: { crumbs: readonly Crumb[] }) {
  return (
    <nav aria-label={useTranslations("ui")("breadcrumbs")}>
      <ol className="flex flex-wrap items-center gap-1 text-table text-muted">
        {crumbs.map(({ label, href }) => (
          <li key={href} className="flex items-center gap-1">
            <Link
              href={href}
              prefetch={false}
              className="inline-block min-h-6 py-0.5 hover:text-ink hover:underline"
            >
              <bdi>{label}</bdi>
            </Link>
            <ChevronRight aria-hidden="true" className="size-4 rtl:rotate-180" />
          </li>
        ))}
      </ol>
    </nav>
  );
}
