"use client";

import { useTranslations } from "next-intl";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { useState } from "react";
import type { Role } from "#lib/kernel/permissions.ts";
import { Input } from "./input.tsx";
import { OrganisationTile } from "./organisation-tile.tsx";

export type OrganisationLink = {
  name: string;
  slug: string;
  role: Role;
  logo?: string | undefined;
  /** The sections this role can open there, by path; "" is the overview. */
  sections: readonly string[];
};

/** More than fit a short look get a field to filter them. */
const FILTER_ABOVE = 7;

/** The organisations as links to the section that is open now, where the role there can open it. */
export function OrganisationList({
  organisations,
  currentSlug,
}: {
  organisations: readonly OrganisationLink[];
  currentSlug?: string | undefined;
}) {
  const t = useTranslations("ui");
  const section = readSection(usePathname(), currentSlug);
  const [typed, setTyped] = useState("");
  const wanted = typed.trim().toLocaleLowerCase();
  const found = organisations.filter(({ name, slug }) =>
    `${name} ${slug}`.toLocaleLowerCase().includes(wanted),
  );
  return (
    <>
      {organisations.length > FILTER_ABOVE && (
        <div className="mb-2 grid gap-1 noscript:hidden">
          <Input
            type="search"
            aria-label={t("organisation.filter")}
            placeholder={t("organisation.filter")}
            autoComplete="off"
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
          <p role="status" className="px-3 text-xs text-muted empty:hidden">
            {wanted !== "" && t("organisation.found", { count: found.length })}
          </p>
        </div>
      )}
      <ul className="grid gap-0.5">
        {found.map(({ name, slug, role, logo, sections }) => (
          <li key={slug}>
            <Link
              href={sections.includes(section) && section !== "" ? `/o/${slug}/${section}` : `/o/${slug}`}
              prefetch={false}
              aria-current={slug === currentSlug ? "true" : undefined}
              className="flex items-center gap-3 rounded-md px-3 py-2 hover:bg-sunken aria-[current]:bg-accent-soft aria-[current]:text-accent-text"
            >
              <OrganisationTile name={name} logo={logo} />
              <span className="grid min-w-0">
                <bdi className="font-medium break-words">{name}</bdi>
                <span className="text-xs text-muted">
                  {t(`roles.${role}`)} · <span className="font-mono break-all">{slug}</span>
                </span>
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </>
  );
}

/** `/o/acme/tools/list_agents` is in "tools". */
function readSection(pathname: string, slug: string | undefined): string {
  const base = `/o/${slug}/`;
  return slug !== undefined && pathname.startsWith(base)
    ? (pathname.slice(base.length).split("/")[0] ?? "")
    : "";
}
