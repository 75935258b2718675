import { Plug } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import type { Connection } from "#lib/grants/list-connections.ts";
import { listOwnConnections } from "#lib/grants/list-own-connections.ts";
import { listOwnLive } from "#lib/grants/list-own-live.ts";
import { STATUS_FILTERS } from "#lib/grants/schema.ts";
import { isUuid } from "#lib/kernel/ids.ts";
import { ConnectionStatus, GroupList, isLive } from "../../(console)/_components/connection-parts.tsx";
import { DisconnectButton } from "../../(console)/_components/disconnect-button.tsx";
import type { Ended } from "../../(console)/_components/disconnect-text.tsx";
import { IdentityBadge } from "../../(console)/_components/identity-badge.tsx";
import { EFFECTS, readFilter, toVerbFilter } from "../../(console)/o/[slug]/connections/read-filter.ts";
import { requirePerson } from "../../_http/current-person.ts";
import { ClientMessages } from "../../_messages/client-messages.tsx";
import { EmptyState } from "../../_ui/empty-state.tsx";
import { type Filter, FilterBar } from "../../_ui/filter-bar.tsx";
import { KeyValue } from "../../_ui/key-value.tsx";
import { LinkButton } from "../../_ui/link-button.tsx";
import { NoResults } from "../../_ui/no-results.tsx";
import { PageHeader } from "../../_ui/page-header.tsx";
import { pageTitle } from "../../_ui/page-title.ts";
import { Pagination } from "../../_ui/pagination.tsx";
import { type Query, toHref } from "../../_ui/query.ts";
import { TextLink } from "../../_ui/text-link.tsx";
import { WholeTime } from "../../_ui/whole-time.tsx";
import { OwnForm } from "./_components/own-form.tsx";

const PATH = "/me/connections";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("connections.mine");
  return { title: pageTitle(t("title")) };
}

export default async function OwnConnectionsPage({ searchParams }: { searchParams: Promise<Query> }) {
  const person = await requirePerson(PATH);
  const { q, status, effect, after } = readFilter(await searchParams);
  const asked = { q, status, effect };
  const filter = toVerbFilter({ ...asked, app: undefined, person: undefined, after: undefined });
  const cursor = after !== undefined && isUuid(after) ? { after } : {};
  const [t, { connections, nextCursor }, live, filters] = await Promise.all([
    getTranslations("connections"),
    listOwnConnections(person, { ...filter, ...cursor }),
    listOwnLive(person),
    toFilters(asked),
  ]);
  const isFiltered = filters.some(({ value }) => value);
  const empty = isFiltered ? (
    <NoResults
      filters={filters}
      title={(filter) => t.rich("filters.none", { filter: () => filter })}
      clearHref={PATH}
    />
  ) : (
    <EmptyState
      docsHref="/docs/connections"
      icon={<Plug />}
      title={t("mine.emptyTitle")}
      action={<LinkButton href="/o">{t("mine.emptyAction")}</LinkButton>}
    >
      {t("mine.emptyText")}
    </EmptyState>
  );
  return (
    <ClientMessages namespaces={["connections"]}>
      <PageHeader title={t("mine.title")} description={t("mine.description")} />
      {(isFiltered || connections.length > 0) && <FilterBar path={PATH} filters={filters} />}
      <OwnForm live={live.length} endable={Object.fromEntries(connections.filter(isLive).map(toEndable))}>
        {connections.length === 0 ? (
          empty
        ) : (
          <ul className="grid gap-4 lg:grid-cols-2">
            {connections.map((connection) => (
              <li key={connection.id} className="grid content-start gap-4 rounded-lg border bg-surface p-4">
                <OwnConnection connection={connection} />
              </li>
            ))}
          </ul>
        )}
      </OwnForm>
      <Pagination
        isByTime
        firstHref={after && toHref(PATH, asked)}
        nextHref={nextCursor ? toHref(PATH, { ...asked, after: nextCursor }) : undefined}
      />
    </ClientMessages>
  );
}

async function toFilters({ q, status, effect }: Readonly<Record<string, string | undefined>>) {
  const t = await getTranslations("connections");
  const filters: Filter[] = [
    { name: "q", label: t("filters.ownText"), value: q },
    {
      name: "status",
      label: t("filters.status"),
      value: status,
      options: STATUS_FILTERS.map((value) => ({ value, label: t(`statuses.${value}`) })),
    },
    {
      name: "effect",
      label: t("filters.effect"),
      value: effect,
      options: EFFECTS.map((value) => ({ value, label: t(`effects.${value}`) })),
    },
  ];
  return filters;
}

/** What its button sends, and what that ends. */
function toEndable({ id, app, person, tenant }: Connection): [string, Ended] {
  return [
    `${tenant.id} ${id}`,
    { app: app.name, person: person.name, organisation: tenant.name, isOwn: true },
  ];
}

async function OwnConnection({ connection }: { connection: Connection }) {
  const t = await getTranslations("connections");
  const { id, app, tenant, status, groups, createdAt, lastUsedAt, expiresAt } = connection;
  const [sent, ended] = toEndable(connection);
  return (
    <>
      <div className="flex flex-wrap items-start justify-between gap-3">
        <div className="grid min-w-0 gap-1">
          <h2 className="font-semibold break-words">
            {t.rich("mine.heading", {
              app: () => <bdi>{app.name}</bdi>,
              organisation: () => <bdi>{tenant.name}</bdi>,
            })}
          </h2>
          <IdentityBadge identity={app.identity} />
        </div>
        {isLive(connection) && <DisconnectButton id={sent} connection={ended} />}
      </div>
      <KeyValue
        items={[
          { key: t("columns.status"), value: <ConnectionStatus {...connection} /> },
          {
            key: t("detail.host"),
            value: <span className="font-mono break-all">{app.redirectHost}</span>,
          },
          { key: t("mine.mayUse"), value: <GroupList groups={groups} /> },
          { key: t("columns.created"), value: <WholeTime at={createdAt} /> },
          {
            key: t("columns.used"),
            value: lastUsedAt ? <WholeTime at={lastUsedAt} /> : t("notYet"),
          },
          {
            key: t(status === "expired" ? "detail.expired" : "columns.expires"),
            value: <WholeTime at={expiresAt} />,
          },
        ]}
      />
      <p>
        <TextLink href={`/o/${tenant.slug}/connections/${id}`}>
          {t.rich("mine.details", {
            app: () => <bdi>{app.name}</bdi>,
            organisation: () => <bdi>{tenant.name}</bdi>,
            hidden: (chunks) => <span className="sr-only">{chunks}</span>,
          })}
        </TextLink>
      </p>
    </>
  );
}
