import { Plug } from "lucide-react";
import type { Metadata } from "next";
import { getTimeZone, getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { listUsedApps } from "#lib/activity/list-used-apps.ts";
import { listConnectedApps } from "#lib/grants/list-connected-apps.ts";
import { listConnectedPeople } from "#lib/grants/list-connected-people.ts";
import { listConnections } from "#lib/grants/list-connections.ts";
import { type ConnectionSort, STATUS_FILTERS } from "#lib/grants/schema.ts";
import type { MemberActor } from "#lib/kernel/actor.ts";
import { isUuid } from "#lib/kernel/ids.ts";
import { can } from "#lib/kernel/permissions.ts";
import { parsePlace } from "#lib/kernel/row-place.ts";
import { getTenant } from "#lib/tenants/get-tenant.ts";
import { OPTIONAL_COLUMNS } from "../../../../../_ui/display.ts";
import { EmptyState } from "../../../../../_ui/empty-state.tsx";
import { type Filter, FilterBar } from "../../../../../_ui/filter-bar.tsx";
import { NoResults } from "../../../../../_ui/no-results.tsx";
import { PageHeader } from "../../../../../_ui/page-header.tsx";
import { pageTitle } from "../../../../../_ui/page-title.ts";
import { Pagination } from "../../../../../_ui/pagination.tsx";
import { type Query, toHref } from "../../../../../_ui/query.ts";
import { TabLinks } from "../../../../../_ui/tab-links.tsx";
import { ViewMenu } from "../../../../../_ui/view-menu.tsx";
import { AddressCard } from "../../../../_components/address-card.tsx";
import { ExportCard } from "../../../../_components/export-card.tsx";
import { loadMember } from "../../../../load-member.ts";
import { AppTable } from "../_components/app-table.tsx";
import { ConnectionTable } from "../_components/connection-table.tsx";
import { PersonTable } from "../_components/person-table.tsx";
import {
  type AskedFilter,
  EFFECTS,
  readFilter,
  readSort,
  readView,
  toVerbFilter,
  type View,
  VIEWS,
} from "../read-filter.ts";

type Props = { params: Promise<{ slug: string }>; searchParams: Promise<Query> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { slug } = await params;
  const { tenantName } = await loadMember(slug, `/o/${slug}/connections`);
  const t = await getTranslations("connections");
  return { title: pageTitle(t("title"), tenantName) };
}

export default async function ConnectionsPage({ params, searchParams }: Props) {
  const { slug } = await params;
  const path = `/o/${slug}/connections`;
  const actor = await loadMember(slug, path);
  const query = await searchParams;
  const seesAll = can(actor.role, "connection:read-all");
  const [view, asked, sort] = [readView(query, seesAll), readFilter(query), readSort(query)];
  const { after, ...filter } = asked;
  const [t, tenant, filters, { nextCursor, toTable }] = await Promise.all([
    getTranslations("connections"),
    getTenant(actor, {}),
    toFilters(actor, filter, seesAll),
    loadView(view, actor, { asked, sort, path }),
  ]);
  const isFiltered = filters.some(({ value }) => value);
  const isByTime = view === "list" && sort === "-created";
  const keep = {
    view: view === "list" ? undefined : view,
    sort: view === "list" && !isByTime ? sort : undefined,
  };
  const hrefAfter = (cursor?: string) => toHref(path, { ...keep, ...filter, after: cursor });
  const empty = isFiltered ? (
    <NoResults
      filters={filters}
      title={(filter) => t.rich("filters.none", { filter: () => filter })}
      clearHref={toHref(path, keep)}
    />
  ) : (
    <EmptyState docsHref="/docs/connections" icon={<Plug />} title={t("empty.title")}>
      {t("empty.text")}
    </EmptyState>
  );
  return (
    <>
      <PageHeader title={t("title")} description={t(seesAll ? "description.all" : "description.own")} />
      <TabLinks
        label={t("views.label")}
        tabs={VIEWS.filter((one) => seesAll || one !== "people").map((one) => ({
          href: toHref(path, { ...filter, view: one === "list" ? undefined : one }),
          label: t(`views.${one}`),
          isCurrent: one === view,
        }))}
      />
      <FilterBar
        path={path}
        filters={filters}
        keep={keep}
        menu={
          view === "list" && (
            <ViewMenu
              table="connections"
              columns={OPTIONAL_COLUMNS.connections
                .filter((key) => seesAll || key !== "person")
                .map((key) => ({ key, label: t(`columns.${key}`) }))}
            />
          )
        }
      />
      <div className="grid gap-6">
        {toTable(empty)}
        <Pagination
          isByTime={isByTime}
          firstHref={after && hrefAfter()}
          nextHref={nextCursor ? hrefAfter(nextCursor) : undefined}
        />
        {!isFiltered && <AddressCard address={tenant.address} />}
        <ExportCard
          actor={actor}
          kind="connections"
          filter={toVerbFilter(asked)}
          timeZone={await getTimeZone()}
        />
      </div>
    </>
  );
}

/** `empty` stands in the place of a table without a row. */
type Listed = { nextCursor: string | null; toTable: (empty: ReactNode) => ReactNode };
type Wanted = { asked: AskedFilter; sort: ConnectionSort; path: string };

/** The chosen view. A cursor that is none of that view's counts as not said. */
async function loadView(view: View, actor: MemberActor, { asked, sort, path }: Wanted): Promise<Listed> {
  const filter = toVerbFilter(asked);
  const { after, ...kept } = asked;
  const id = after !== undefined && isUuid(after) ? { after } : {};
  if (view === "apps") {
    const { apps, nextCursor } = await listConnectedApps(actor, { ...filter, after });
    const toList = (app: string) => toHref(path, { ...kept, app });
    return {
      nextCursor,
      toTable: (empty) => <AppTable actor={actor} apps={apps} toList={toList} empty={empty} />,
    };
  }
  if (view === "people") {
    const { people, nextCursor } = await listConnectedPeople(actor, { ...filter, ...id });
    const toList = (person: string) => toHref(path, { ...kept, person });
    return { nextCursor, toTable: (empty) => <PersonTable people={people} toList={toList} empty={empty} /> };
  }
  const place = after !== undefined && parsePlace(after) !== undefined ? { after } : {};
  const { connections, nextCursor } = await listConnections(actor, { ...filter, sort, ...place });
  const address = { path, params: kept, sort, initial: "-created" };
  const toTable = (empty: ReactNode) => (
    <ConnectionTable actor={actor} connections={connections} address={address} empty={empty} />
  );
  return { nextCursor, toTable };
}

/** Persons are too many for a list: one is chosen by way of their row, and shown here to be taken away again. */
async function toFilters(
  actor: MemberActor,
  { q, status, effect, app, person }: Omit<AskedFilter, "after">,
  seesAll: boolean,
): Promise<Filter[]> {
  const [t, used] = await Promise.all([getTranslations("connections"), listUsedApps(actor, {})]);
  const apps = used.map(({ clientId, name }) => ({ value: clientId, label: name }));
  if (app !== undefined && !apps.some(({ value }) => value === app)) apps.push({ value: app, label: app });
  const statuses = STATUS_FILTERS.map((value) => ({ value, label: t(`statuses.${value}`) }));
  const effects = EFFECTS.map((value) => ({ value, label: t(`effects.${value}`) }));
  const found = person === undefined ? null : await findName(actor, person);
  return [
    { name: "q", label: t(seesAll ? "filters.text" : "filters.ownText"), value: q },
    { name: "status", label: t("filters.status"), value: status, options: statuses },
    { name: "effect", label: t("filters.effect"), value: effect, options: effects },
    { name: "app", label: t("filters.app"), value: app, options: apps },
    ...(person !== undefined && seesAll
      ? [
          {
            name: "person",
            label: t("filters.person"),
            value: person,
            options: [{ value: person, label: found ?? t("filters.thisPerson") }],
          },
        ]
      : []),
  ];
}

async function findName(actor: MemberActor, personId: string): Promise<string | null> {
  if (!can(actor.role, "connection:read-all")) return null;
  const { people } = await listConnectedPeople(actor, { personId });
  return people[0]?.name ?? null;
}
