import { ChevronsUpDown } from "lucide-react";
import Link from "next/link";
import type { Role } from "#lib/kernel/permissions.ts";
import { DetailsMenu } from "./details-menu.tsx";
import { ROLE_WORDS } from "./role-words.ts";

export type OrganisationLink = {
  name: string;
  slug: string;
  role: Role;
  /** Where switching leads: the same section of that organisation. */
  href: string;
};

type OrganisationSwitcherProps = {
  organisations: readonly OrganisationLink[];
  currentSlug?: string | undefined;
  createHref?: string | undefined;
};

/** A list of plain links behind one button: name, role and slug of each organisation. */
export function OrganisationSwitcher({ organisations, currentSlug, createHref }: OrganisationSwitcherProps) {
  const current = organisations.find(({ slug }) => slug === currentSlug);
  return (
    <DetailsMenu
      panel="start"
      summary={
        <>
          <span className="sr-only">Organisation: </span>
          <bdi className="min-w-0 truncate font-semibold">{current?.name ?? "Choose an organisation"}</bdi>
          <ChevronsUpDown aria-hidden="true" className="size-4 shrink-0 text-muted" />
        </>
      }
    >
      <ul className="grid gap-0.5">
        {organisations.map(({ name, slug, role, href }) => (
          <li key={slug}>
            <Link
              href={href}
              prefetch={false}
              aria-current={slug === currentSlug ? "true" : undefined}
              className="grid rounded-md px-3 py-2 hover:bg-sunken aria-[current]:bg-accent-soft aria-[current]:text-accent-text"
            >
              <bdi className="font-medium break-words">{name}</bdi>
              <span className="text-xs text-muted">
                {ROLE_WORDS[role]} · <span className="font-mono break-all">{slug}</span>
              </span>
            </Link>
          </li>
        ))}
      </ul>
      {createHref && (
        <div className="mt-2 border-t pt-2">
          <Link
            href={createHref}
            prefetch={false}
            className="flex min-h-9 items-center rounded-md px-3 text-accent-text hover:bg-sunken pointer-coarse:min-h-11"
          >
            Create organisation
          </Link>
        </div>
      )}
    </DetailsMenu>
  );
}
