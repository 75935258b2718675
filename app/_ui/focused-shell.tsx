import type { ReactNode } from "react";
import { type FooterLink, FooterLinks } from "./footer-links.tsx";
import { Logo } from "./logo.tsx";
import { PRODUCT_NAME } from "./page-title.ts";
import { MAIN_ID } from "./skip-link.tsx";

type FocusedShellProps = {
  /** Beside the product's name while a connection is being made: "to connect Claude · claude.ai". */
  context?: ReactNode;
  /** More links for the footer: "Report this app". */
  footerLinks?: readonly FooterLink[] | undefined;
  children: ReactNode;
};

/** One column of at most 640 px for sign-in, consent and their endings; nothing leads away from the task. */
export function FocusedShell({ context, footerLinks, children }: FocusedShellProps) {
  return (
    <div className="mx-auto flex min-h-dvh w-full max-w-[640px] flex-col px-4 sm:px-6">
      <header className="flex flex-wrap items-center gap-x-3 gap-y-1 py-5">
        <Logo />
        <p className="font-semibold">{PRODUCT_NAME}</p>
        {context && <p className="min-w-0 break-words text-muted">{context}</p>}
      </header>
      <main id={MAIN_ID} tabIndex={-1} className="flex-1 pb-10">
        {children}
      </main>
      <footer className="border-t py-4">
        <FooterLinks extra={footerLinks} />
      </footer>
    </div>
  );
}
