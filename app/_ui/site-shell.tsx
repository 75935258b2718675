import Link from "next/link";
import type { ReactNode } from "react";
import { FooterLinks } from "./footer-links.tsx";
import { Logo } from "./logo.tsx";
import { PRODUCT_NAME } from "./page-title.ts";
import { MAIN_ID } from "./skip-link.tsx";
import { ThemeControl } from "./theme-control.tsx";

type SiteShellProps = {
  /** The way in, at the top right. */
  action: ReactNode;
  children: ReactNode;
};

/** The frame of the public pages: 16 px text, name and the way in on top, the legal links and the theme below. */
export function SiteShell({ action, children }: SiteShellProps) {
  return (
    <div className="mx-auto flex min-h-dvh w-full max-w-[72rem] flex-col px-4 text-base sm:px-6">
      <header className="flex items-center justify-between gap-4 py-4">
        <Link href="/" className="flex min-h-11 items-center gap-3 rounded-md font-semibold">
          <Logo />
          {PRODUCT_NAME}
        </Link>
        {action}
      </header>
      <main id={MAIN_ID} tabIndex={-1} className="flex-1 py-8 sm:py-14">
        {children}
      </main>
      <footer className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3 border-t py-4">
        <FooterLinks />
        <ThemeControl />
      </footer>
    </div>
  );
}
