"use client";

import { CircleQuestionMark } from "lucide-react";
import { useTranslations } from "next-intl";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { DetailsMenu } from "./details-menu.tsx";
import { findAttemptNumber, findHelp } from "./find-help.ts";

/** At the same place on every page: what the docs say of it, who helps, and the number to give them where there is one. */
export function HelpMenu() {
  const t = useTranslations("ui.help");
  const pathname = usePathname();
  const attempt = findAttemptNumber(pathname);
  const links = [
    { href: findHelp(pathname), label: t("page") },
    { href: "/docs", label: t("articles") },
    { href: "/support", label: t("contact") },
  ];
  return (
    <DetailsMenu
      panel="end"
      summary={
        <span className="flex items-center gap-2 text-muted">
          <CircleQuestionMark aria-hidden="true" className="size-5" />
          <span className="max-sm:sr-only">{t("label")}</span>
        </span>
      }
    >
      <ul>
        {links.map(({ href, label }) => (
          <li key={label}>
            <Link
              href={href}
              prefetch={false}
              className="flex min-h-9 items-center rounded-md px-3 hover:bg-sunken pointer-coarse:min-h-11"
            >
              {label}
            </Link>
          </li>
        ))}
      </ul>
      {attempt && (
        <p className="mt-2 border-t px-3 py-2 text-muted">
          {t.rich("attempt", {
            number: () => <span className="font-mono font-medium text-ink">{attempt}</span>,
          })}
        </p>
      )}
    </DetailsMenu>
  );
}
