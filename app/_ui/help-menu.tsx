"use client";

import { CircleQuestionMark } from "lucide-react";
import { useTranslations } from "next-intl";
import { usePathname } from "next/navigation";
import { DetailsMenu } from "./details-menu.tsx";
import { findAttemptNumber, findHelp } from "./find-help.ts";
import { MenuLinks } from "./menu-links.tsx";

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
      <MenuLinks links={links} />
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
