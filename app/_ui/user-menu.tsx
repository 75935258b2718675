import { CircleUserRound } from "lucide-react";
import { useTranslations } from "next-intl";
import { DetailsMenu } from "./details-menu.tsx";
import { type MenuLink, MenuLinks } from "./menu-links.tsx";
import { type SignOut, SignOutForm } from "./sign-out-form.tsx";
import { ThemeControl } from "./theme-control.tsx";

type UserMenuProps = {
  person: { name?: string | undefined; email: string };
  links?: readonly MenuLink[] | undefined;
  signOut: SignOut;
};

export function UserMenu({ person, links = [], signOut }: UserMenuProps) {
  return (
    <DetailsMenu
      panel="end"
      label={useTranslations("shell")("account")}
      summary={<CircleUserRound aria-hidden="true" className="size-5 text-muted" />}
    >
      <div className="px-3 py-2">
        {person.name && (
          <p className="font-medium break-words">
            <bdi>{person.name}</bdi>
          </p>
        )}
        <p className="text-table break-all text-muted">{person.email}</p>
      </div>
      {links.length > 0 && (
        <div className="border-t py-2">
          <MenuLinks links={links} />
        </div>
      )}
      <div className="border-t px-3 py-3">
        <ThemeControl />
      </div>
      <div className="border-t pt-2">
        <SignOutForm signOut={signOut} />
      </div>
    </DetailsMenu>
  );
}
