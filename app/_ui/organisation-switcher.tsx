import { ChevronsUpDown } from "lucide-react";
import { useTranslations } from "next-intl";
import Link from "next/link";
import { DetailsMenu } from "./details-menu.tsx";
import { type OrganisationLink, OrganisationList } from "./organisation-list.tsx";
import { OrganisationTile } from "./organisation-tile.tsx";

type OrganisationSwitcherProps = {
  organisations: readonly OrganisationLink[];
  currentSlug?: string | undefined;
  createHref?: string | undefined;
};

/** A list of plain links behind one button: logo, name, role and slug of each organisation. */
export function OrganisationSwitcher({ organisations, currentSlug, createHref }: OrganisationSwitcherProps) {
  const t = useTranslations("ui.organisation");
  const current = organisations.find(({ slug }) => slug === currentSlug);
  return (
    <DetailsMenu
      panel="start"
      summary={
        <>
          <span className="sr-only">{t("label")} </span>
          {current && <OrganisationTile name={current.name} logo={current.logo} />}
          <bdi className="min-w-0 truncate font-semibold">{current?.name ?? t("choose")}</bdi>
          <ChevronsUpDown aria-hidden="true" className="size-4 shrink-0 text-muted" />
        </>
      }
    >
      <OrganisationList organisations={organisations} currentSlug={currentSlug} />
      {createHref && (
        <div className="mt-2 border-t pt-2">
          <Link
            href={createHref}
            prefetch={false}
            className="flex min-h-9 items-center rounded-md px-3 text-accent-text hover:bg-sunken pointer-coarse:min-h-11"
          >
            {t("create")}
          </Link>
        </div>
      )}
    </DetailsMenu>
  );
}
