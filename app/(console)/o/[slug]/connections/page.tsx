import { Plug } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { notFound } from "next/navigation";
import { type Connection, listConnections } from "#lib/grants/list-connections.ts";
import type { MemberActor } from "#lib/kernel/actor.ts";
import { isUuid } from "#lib/kernel/ids.ts";
import { can } from "#lib/kernel/permissions.ts";
import { getTenant } from "#lib/tenants/get-tenant.ts";
import { type Column, DataTable } from "../../../../_ui/data-table.tsx";
import { EmptyState } from "../../../../_ui/empty-state.tsx";
import { LinkButton } from "../../../../_ui/link-button.tsx";
import { PageHeader } from "../../../../_ui/page-header.tsx";
import { pageTitle } from "../../../../_ui/page-title.ts";
import { RelativeTime } from "../../../../_ui/relative-time.tsx";
import { AddressCard } from "../../../_components/address-card.tsx";
import {
  ConnectionStatus,
  DisconnectForm,
  GroupList,
  isLive,
} from "../../../_components/connection-parts.tsx";
import { IdentityBadge } from "../../../_components/identity-badge.tsx";
import { OutcomeBanner } from "../../../_components/outcome-banner.tsx";
import { loadMember } from "../../../load-member.ts";
import { disconnect } from "./actions.ts";

type Query = { after?: string | string[]; done?: string | string[]; problem?: string | string[] };
type Props = { params: Promise<{ slug: string }>; searchParams: Promise<Query> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { slug } = await params;
  const { tenantName } = await loadMember(slug, `/o/${slug}/connections`);
  const t = await getTranslations("connections");
  return { title: pageTitle(t("title"), tenantName) };
}

export default async function ConnectionsPage({ params, searchParams }: Props) {
  const { slug } = await params;
  const base = `/o/${slug}/connections`;
  const actor = await loadMember(slug, base);
  const query = await searchParams;
  const after = typeof query.after === "string" ? query.after : undefined;
  if (after !== undefined && !isUuid(after)) notFound();
  const [{ connections, nextCursor }, tenant, t] = await Promise.all([
    listConnections(actor, { after }),
    getTenant(actor, {}),
    getTranslations("connections"),
  ]);
  const seesAll = can(actor.role, "connection:read-all");
  return (
    <>
      <PageHeader title={t("title")} description={t(seesAll ? "description.all" : "description.own")} />
      <OutcomeBanner query={query} texts={{ disconnected: t("disconnected") }} />
      <div className="grid gap-6">
        <DataTable
          caption={t("title")}
          isCaptionHidden
          columns={toColumns(actor, seesAll, t)}
          rows={connections}
          rowKey={({ id }) => id}
          empty={
            <EmptyState icon={<Plug />} title={t("empty.title")}>
              {t("empty.text")}
            </EmptyState>
          }
        />
        {nextCursor && (
          <div>
            <LinkButton href={`${base}?after=${nextCursor}`}>{t("older")}</LinkButton>
          </div>
        )}
        <AddressCard address={tenant.address} />
      </div>
    </>
  );
}

type Translate = Awaited<ReturnType<typeof getTranslations<"connections">>>;

function toColumns(actor: MemberActor, seesAll: boolean, t: Translate): Column<Connection>[] {
  const person: Column<Connection> = {
    key: "person",
    header: t("columns.person"),
    cell: ({ person: { name, email } }) => (
      <>
        <bdi className="block">{name}</bdi>
        <span className="block min-w-40 break-words text-muted">{email}</span>
      </>
    ),
  };
  return [
    {
      key: "app",
      header: t("columns.app"),
      cell: ({ app }) => (
        <span className="grid gap-1">
          <bdi>{app.name}</bdi>
          <IdentityBadge identity={app.identity} />
          <span className="font-mono text-xs font-normal break-all text-muted">{app.redirectHost}</span>
        </span>
      ),
    },
    ...(seesAll ? [person] : []),
    { key: "groups", header: t("columns.groups"), cell: ({ groups }) => <GroupList groups={groups} /> },
    {
      key: "used",
      header: t("columns.used"),
      cell: ({ lastUsedAt }) => (lastUsedAt ? <RelativeTime at={lastUsedAt} /> : t("notYet")),
    },
    {
      key: "time",
      header: t("columns.time"),
      cell: ({ createdAt, expiresAt }) => (
        <span className="grid">
          <RelativeTime at={createdAt} />
          <span className="whitespace-nowrap text-muted">
            {t.rich("until", { time: () => <RelativeTime at={expiresAt} /> })}
          </span>
        </span>
      ),
    },
    {
      key: "status",
      header: t("columns.status"),
      cell: (connection) => {
        const isOwn = connection.person.id === actor.personId;
        const mayEnd = isLive(connection) && (isOwn || can(actor.role, "connection:end-any"));
        return (
          <span className="grid justify-items-start gap-2">
            <ConnectionStatus status={connection.status} />
            {mayEnd && <DisconnectForm connection={connection} isOwn={isOwn} action={disconnect} />}
          </span>
        );
      },
    },
  ];
}
