import { getTranslations } from "next-intl/server";
import Link from "next/link";
import { type Connection, listConnections } from "#lib/grants/list-connections.ts";
import type { MemberActor } from "#lib/kernel/actor.ts";
import { tryLoad } from "../../../../../../_http/try-load.ts";
import { type Column, DataTable } from "../../../../../../_ui/data-table.tsx";
import { FailedCard } from "../../../../../../_ui/failed-card.tsx";
import { Pagination } from "../../../../../../_ui/pagination.tsx";
import { PersonChip } from "../../../../../../_ui/person-chip.tsx";
import { toHref } from "../../../../../../_ui/query.ts";
import { RelativeTime } from "../../../../../../_ui/relative-time.tsx";
import { GroupList } from "../../../../../_components/connection-parts.tsx";
import type { Found } from "./app-facts.tsx";

type AppConnectionsProps = { actor: MemberActor; client: Found["client"]; after: string | undefined };

/** The live connections of one app: each is one installation that somebody allowed. */
export async function AppConnections({ actor, client, after }: AppConnectionsProps) {
  const path = `/o/${actor.tenantSlug}/apps/${client.id}`;
  const [t, live] = await Promise.all([
    getTranslations("apps"),
    tryLoad(() => listConnections(actor, { clientId: client.clientId, status: "live", after })),
  ]);
  if (live === null) return <FailedCard text={t("app.connectionsFailed")} retryHref={path} />;
  const { connections, nextCursor } = live;
  const columns: Column<Connection>[] = [
    {
      key: "person",
      header: t("columns.person"),
      cell: ({ id, person }) => (
        <Link
          href={`/o/${actor.tenantSlug}/connections/${id}`}
          prefetch={false}
          className="inline-block max-w-full text-accent-text hover:underline"
        >
          <PersonChip name={person.name} email={person.email} />
        </Link>
      ),
    },
    {
      key: "place",
      header: t("columns.place"),
      cell: ({ app }) => <span className="font-mono break-all">{app.redirectHost}</span>,
    },
    {
      key: "groups",
      header: t("columns.groups"),
      cell: ({ groups }) => <GroupList groups={groups} />,
    },
    {
      key: "created",
      header: t("columns.created"),
      cell: ({ createdAt }) => <RelativeTime at={createdAt} />,
    },
    {
      key: "used",
      header: t("columns.used"),
      cell: ({ lastUsedAt }) => (lastUsedAt ? <RelativeTime at={lastUsedAt} /> : t("notYet")),
    },
  ];
  return (
    <section className="grid gap-3">
      <div className="grid gap-1">
        <h2 className="text-base font-semibold">{t("app.connections")}</h2>
        <p className="text-table text-muted">{t("app.connectionsText")}</p>
      </div>
      <DataTable
        caption={t("app.connections")}
        isCaptionHidden
        columns={columns}
        rows={connections}
        rowKey={({ id }) => id}
        empty={<p className="rounded-lg border p-4 text-muted">{t("app.noConnections")}</p>}
      />
      <Pagination
        isByTime
        firstHref={after && path}
        nextHref={nextCursor ? toHref(path, { after: nextCursor }) : undefined}
      />
    </section>
  );
}
