import { Menu } from "lucide-react";
import { useTranslations } from "next-intl";
import Link from "next/link";
import type { ReactNode } from "react";
import { DetailsMenu } from "./details-menu.tsx";
import { FooterLinks } from "./footer-links.tsx";
import { Logo } from "./logo.tsx";
import { NavLink } from "./nav-link.tsx";
import { PRODUCT_NAME } from "./page-title.ts";
import { SITE_PAGES } from "./site-pages.ts";
import { MAIN_ID } from "./skip-link.tsx";
import { ThemeControl } from "./theme-control.tsx";

type SiteShellProps = {
  /** The way in, at the top right. */
  action: ReactNode;
  children: ReactNode;
};

/** The frame of the public pages: 16 px text, name, pages and the way in on top, all pages and the theme below. */
export function SiteShell({ action, children }: SiteShellProps) {
  const t = useTranslations("ui.site");
  return (
    <div className="mx-auto flex min-h-dvh w-full max-w-[72rem] flex-col px-4 text-base sm:px-6">
      <header className="flex items-center gap-2 py-4 md:gap-4">
        <Link href="/" className="me-auto flex min-h-11 items-center gap-2 rounded-md font-semibold sm:gap-3">
          <Logo />
          {PRODUCT_NAME}
        </Link>
        <nav aria-label={t("header")} className="max-md:hidden">
          <PageList className="flex gap-1" />
        </nav>
        <div className="md:hidden">
          <DetailsMenu panel="end" label={t("menu")} summary={<Menu aria-hidden="true" className="size-5" />}>
            <nav aria-label={t("header")}>
              <PageList className="grid" />
            </nav>
          </DetailsMenu>
        </div>
        {action}
      </header>
      <main id={MAIN_ID} tabIndex={-1} className="flex-1 py-8 sm:py-14">
        {children}
      </main>
      <footer className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3 border-t py-4">
        <FooterLinks isWhole />
        <ThemeControl />
      </footer>
    </div>
  );
}

function PageList({ className }: { className: string }) {
  const t = useTranslations("ui.site");
  return (
    <ul className={className}>
      {SITE_PAGES.filter(({ isInHeader }) => isInHeader).map(({ path, key }) => (
        <li key={path}>
          <NavLink href={path} label={t(key)} icon={null} />
        </li>
      ))}
    </ul>
  );
}
