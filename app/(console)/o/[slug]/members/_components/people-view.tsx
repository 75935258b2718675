import { getTimeZone, getTranslations } from "next-intl/server";
import Link from "next/link";
import { ROLES } from "#lib/kernel/permissions.ts";
import { listMembers, type Member } from "#lib/tenants/list-members.ts";
import { Badge } from "../../../../../_ui/badge.tsx";
import { type Column, DataTable } from "../../../../../_ui/data-table.tsx";
import { type Filter, FilterBar } from "../../../../../_ui/filter-bar.tsx";
import { NoResults } from "../../../../../_ui/no-results.tsx";
import { Pagination } from "../../../../../_ui/pagination.tsx";
import { PersonChip } from "../../../../../_ui/person-chip.tsx";
import { readId, readQuery, toHref } from "../../../../../_ui/query.ts";
import { RelativeTime } from "../../../../../_ui/relative-time.tsx";
import { ExportCard } from "../../../../_components/export-card.tsx";
import type { ViewProps } from "./view-props.ts";

const STATUSES = ["active", "suspended"] as const;

/** Everybody who belongs to the organisation, by name. */
export async function PeopleView({ actor, query, base }: ViewProps) {
  const t = await getTranslations("members");
  const ui = await getTranslations("ui.roles");
  const text = readQuery(query, "text")?.slice(0, 100);
  const role = ROLES.find((one) => one === readQuery(query, "role"));
  const status = STATUSES.find((one) => one === readQuery(query, "status"));
  const after = readId(query, "after");
  const { members, nextCursor } = await listMembers(actor, { text, role, status, after });
  const filters: Filter[] = [
    { name: "text", label: t("filters.text"), value: text, type: "search" },
    {
      name: "role",
      label: t("filters.role"),
      value: role,
      anyLabel: t("filters.anyRole"),
      options: ROLES.map((value) => ({ value, label: ui(value) })),
    },
    {
      name: "status",
      label: t("filters.status"),
      value: status,
      anyLabel: t("filters.anyStatus"),
      options: STATUSES.map((value) => ({ value, label: t(`status.${value}`) })),
    },
  ];
  return (
    <>
      <FilterBar path={base} filters={filters} />
      <DataTable
        caption={t("tabs.people")}
        isCaptionHidden
        columns={toColumns({ base, personId: actor.personId, t, ui })}
        rows={members}
        rowKey={({ id }) => id}
        empty={
          <NoResults
            filters={filters}
            title={(filter) => t.rich("people.noResults", { filter: () => filter })}
            clearHref={base}
          />
        }
      />
      <Pagination
        firstHref={after && toHref(base, { text, role, status })}
        nextHref={nextCursor ? toHref(base, { text, role, status, after: nextCursor }) : undefined}
      />
      <div className="mt-6">
        <ExportCard
          actor={actor}
          kind="members"
          filter={{ text, role, status }}
          timeZone={await getTimeZone()}
        />
      </div>
    </>
  );
}

type ColumnContext = {
  base: string;
  personId: string;
  t: Awaited<ReturnType<typeof getTranslations<"members">>>;
  ui: Awaited<ReturnType<typeof getTranslations<"ui.roles">>>;
};

function toColumns({ base, personId, t, ui }: ColumnContext): Column<Member>[] {
  return [
    {
      key: "person",
      header: t("columns.person"),
      cell: (member) => (
        <span className="flex flex-wrap items-center gap-2">
          <Link
            href={`${base}/${member.id}`}
            prefetch={false}
            className="rounded-sm hover:underline focus-visible:underline"
          >
            <PersonChip name={member.name} email={member.email} />
          </Link>
          {member.personId === personId && <Badge>{t("you")}</Badge>}
          {member.status === "suspended" && <Badge tone="warn">{t("status.suspended")}</Badge>}
        </span>
      ),
    },
    { key: "role", header: t("columns.role"), cell: ({ role }) => ui(role) },
    { key: "signIn", header: t("columns.signIn"), cell: ({ signIn }) => t(`signIn.${signIn ?? "none"}`) },
    {
      key: "lastActive",
      header: t("columns.lastActive"),
      cell: ({ lastActiveAt }) => (lastActiveAt ? <RelativeTime at={lastActiveAt} /> : t("never")),
    },
    {
      key: "connections",
      header: t("columns.connections"),
      align: "end",
      cell: ({ connections }) => connections,
    },
  ];
}
