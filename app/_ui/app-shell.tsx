import { Menu } from "lucide-react";
import { useTranslations } from "next-intl";
import Link from "next/link";
import type { ReactNode } from "react";
import { DetailsMenu } from "./details-menu.tsx";
import { HelpMenu } from "./help-menu.tsx";
import { Logo } from "./logo.tsx";
import { type NavItem, Navigation } from "./navigation.tsx";
import type { OrganisationLink } from "./organisation-list.tsx";
import { OrganisationSwitcher } from "./organisation-switcher.tsx";
import { PRODUCT_NAME } from "./page-title.ts";
import { Rail } from "./rail.tsx";
import type { SignOut } from "./sign-out-form.tsx";
import { MAIN_ID } from "./skip-link.tsx";
import { ToastArea } from "./toast-area.tsx";
import { UserMenu } from "./user-menu.tsx";

type AppShellProps = {
  organisations: readonly OrganisationLink[];
  currentSlug?: string | undefined;
  createOrganisationHref?: string | undefined;
  nav: readonly (readonly NavItem[])[];
  navLabel: string;
  person: { name?: string | undefined; email: string };
  personLinks?: readonly { href: string; label: string }[] | undefined;
  signOut: SignOut;
  /** At most one Banner: the most pressing. */
  banner?: ReactNode;
  /** At the page's lower end, whichever page it is. */
  notice: ReactNode;
  children: ReactNode;
};

/** The console's frame: top bar, rail (words from 1024 px unless folded, icons from 640 px, a drawer below) and the one `main`. */
export function AppShell(props: AppShellProps) {
  const { organisations, currentSlug, createOrganisationHref, nav, navLabel } = props;
  const { person, personLinks, signOut, banner, notice, children } = props;
  const t = useTranslations("shell");
  return (
    <ToastArea>
      <header className="sticky top-0 z-30 flex h-14 items-center gap-1 border-b bg-surface px-2 sm:gap-2 sm:px-3">
        <div className="sm:hidden">
          <DetailsMenu
            panel="drawer"
            label={t("menu")}
            summary={<Menu aria-hidden="true" className="size-5" />}
          >
            <Navigation label={navLabel} groups={nav} />
          </DetailsMenu>
        </div>
        <Link
          href="/"
          prefetch={false}
          aria-label={PRODUCT_NAME}
          className="hidden min-h-9 items-center rounded-md sm:flex"
        >
          <Logo />
        </Link>
        <div className="min-w-0 flex-1">
          <div className="w-fit max-w-full">
            <OrganisationSwitcher
              organisations={organisations}
              currentSlug={currentSlug}
              createHref={createOrganisationHref}
            />
          </div>
        </div>
        <HelpMenu />
        <UserMenu person={person} links={personLinks} signOut={signOut} />
      </header>
      <Rail nav={<Navigation label={navLabel} groups={nav} isRail />}>
        <main
          id={MAIN_ID}
          tabIndex={-1}
          className="mx-auto min-h-[calc(100dvh-3.5rem)] w-full max-w-[72rem] min-w-0 p-4 max-sm:has-data-primary:pb-24 sm:p-6"
        >
          {banner && <div className="mb-6 empty:hidden">{banner}</div>}
          {children}
          {notice}
        </main>
      </Rail>
    </ToastArea>
  );
}
