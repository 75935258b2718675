import { getTimeZone, getTranslations } from "next-intl/server";
import Link from "next/link";
import { ROLES } from "#lib/kernel/permissions.ts";
import { parsePlace } from "#lib/kernel/row-place.ts";
import { listMembers, type Member } from "#lib/tenants/list-members.ts";
import { MEMBER_SORTS } from "#lib/tenants/schema.ts";
import { Badge } from "../../../../../_ui/badge.tsx";
import type { Column } from "../../../../../_ui/data-table.tsx";
import { OPTIONAL_COLUMNS } from "../../../../../_ui/display.ts";
import { type Filter, FilterBar } from "../../../../../_ui/filter-bar.tsx";
import { ListTable } from "../../../../../_ui/list-table.tsx";
import { NoResults } from "../../../../../_ui/no-results.tsx";
import { Pagination } from "../../../../../_ui/pagination.tsx";
import { PersonChip } from "../../../../../_ui/person-chip.tsx";
import { readQuery, toHref } from "../../../../../_ui/query.ts";
import { RelativeTime } from "../../../../../_ui/relative-time.tsx";
import { ViewMenu } from "../../../../../_ui/view-menu.tsx";
import { ExportCard } from "../../../../_components/export-card.tsx";
import { type SortAddress, toSort } from "../../../../to-sort.ts";
import type { ViewProps } from "./view-props.ts";

const STATUSES = ["active", "suspended"] as const;

/** Everybody who belongs to the organisation, by name unless the address says another order. */
export async function PeopleView({ actor, query, base }: ViewProps) {
  const t = await getTranslations("members");
  const ui = await getTranslations("ui.roles");
  const text = readQuery(query, "text")?.slice(0, 100);
  const role = ROLES.find((one) => one === readQuery(query, "role"));
  const status = STATUSES.find((one) => one === readQuery(query, "status"));
  const sort = MEMBER_SORTS.find((one) => one === readQuery(query, "sort")) ?? "person";
  const asked = readQuery(query, "after");
  const after = asked !== undefined && parsePlace(asked) ? asked : undefined;
  const { members, nextCursor } = await listMembers(actor, { text, role, status, sort, after });
  const keep = { sort: sort === "person" ? undefined : sort };
  const params = { text, role, status, ...keep };
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
      <FilterBar
        path={base}
        filters={filters}
        keep={keep}
        menu={
          <ViewMenu
            table="members"
            columns={OPTIONAL_COLUMNS.members.map((key) => ({ key, label: t(`columns.${key}`) }))}
          />
        }
      />
      <ListTable
        table="members"
        caption={t("tabs.people")}
        isCaptionHidden
        columns={toColumns({
          address: { path: base, params, sort, initial: "person" },
          personId: actor.personId,
          t,
          ui,
        })}
        rows={members}
        rowKey={({ id }) => id}
        empty={
          <NoResults
            filters={filters}
            title={(filter) => t.rich("people.noResults", { filter: () => filter })}
            clearHref={toHref(base, keep)}
          />
        }
      />
      <Pagination
        firstHref={after && toHref(base, params)}
        nextHref={nextCursor ? toHref(base, { ...params, after: nextCursor }) : undefined}
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
  address: SortAddress;
  personId: string;
  t: Awaited<ReturnType<typeof getTranslations<"members">>>;
  ui: Awaited<ReturnType<typeof getTranslations<"ui.roles">>>;
};

function toColumns({ address, personId, t, ui }: ColumnContext): Column<Member>[] {
  return [
    {
      key: "person",
      header: t("columns.person"),
      sort: toSort(address, "person", "up"),
      cell: (member) => (
        <span className="flex flex-wrap items-center gap-2">
          <Link
            href={`${address.path}/${member.id}`}
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
    {
      key: "role",
      header: t("columns.role"),
      sort: toSort(address, "role", "up"),
      cell: ({ role }) => ui(role),
    },
    { key: "signIn", header: t("columns.signIn"), cell: ({ signIn }) => t(`signIn.${signIn ?? "none"}`) },
    {
      key: "active",
      header: t("columns.active"),
      sort: toSort(address, "active", "down"),
      cell: ({ lastActiveAt }) => (lastActiveAt ? <RelativeTime at={lastActiveAt} /> : t("never")),
    },
    {
      key: "joined",
      header: t("columns.joined"),
      sort: toSort(address, "joined", "down"),
      cell: ({ joinedAt }) => <RelativeTime at={joinedAt} />,
    },
    {
      key: "connections",
      header: t("columns.connections"),
      align: "end",
      cell: ({ connections }) => connections,
    },
  ];
}
