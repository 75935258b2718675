import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import type { Connection } from "#lib/grants/list-connections.ts";
import type { MemberActor } from "#lib/kernel/actor.ts";
import { can } from "#lib/kernel/permissions.ts";
import { ClientMessages } from "../../../../../_messages/client-messages.tsx";
import type { Column, Selection } from "../../../../../_ui/data-table.tsx";
import { ListTable } from "../../../../../_ui/list-table.tsx";
import { RelativeTime } from "../../../../../_ui/relative-time.tsx";
import { TextLink } from "../../../../../_ui/text-link.tsx";
import { ConnectionStatus, GroupList, isLive } from "../../../../_components/connection-parts.tsx";
import { DisconnectButton } from "../../../../_components/disconnect-button.tsx";
import { IdentityBadge } from "../../../../_components/identity-badge.tsx";
import { type SortAddress, toSort } from "../../../../to-sort.ts";
import { DisconnectForm } from "./disconnect-form.tsx";

type ConnectionTableProps = {
  actor: MemberActor;
  connections: readonly Connection[];
  address: SortAddress;
  /** In the place of the table when there is none. */
  empty: ReactNode;
};

/** One page of connections; with boxes and buttons where the actor may end any of them. */
export async function ConnectionTable(props: ConnectionTableProps) {
  const { actor, connections, address, empty } = props;
  const t = await getTranslations("connections");
  const mayEnd = (connection: Connection) =>
    isLive(connection) && (connection.person.id === actor.personId || can(actor.role, "connection:end-any"));
  const endable = new Map(
    connections.filter(mayEnd).map(({ id, app, person, tenant }) => [
      id,
      {
        app: app.name,
        person: person.name,
        organisation: tenant.name,
        isOwn: person.id === actor.personId,
      },
    ]),
  );
  const select: Selection<Connection> = {
    name: "ids",
    header: t("columns.select"),
    label: ({ app, person }) => t("select", { app: app.name, person: person.name }),
    isLocked: ({ id }) => !endable.has(id),
  };
  const renderEnd = ({ id }: Connection) => {
    const connection = endable.get(id);
    return connection && <DisconnectButton id={id} connection={connection} />;
  };
  const table = (
    <ListTable
      table="connections"
      caption={t("title")}
      isCaptionHidden
      columns={toColumns({ actor, address, renderEnd }, t)}
      rows={connections}
      rowKey={({ id }) => id}
      select={endable.size > 0 ? select : undefined}
      empty={empty}
    />
  );
  // The form stays when its last row is gone: what it says then is about that.
  return can(actor.role, "connection:end-own") ? (
    <ClientMessages namespaces={["connections"]}>
      <DisconnectForm slug={actor.tenantSlug} endable={Object.fromEntries(endable)}>
        {table}
      </DisconnectForm>
    </ClientMessages>
  ) : (
    table
  );
}

type Translate = Awaited<ReturnType<typeof getTranslations<"connections">>>;

type ColumnParts = {
  actor: MemberActor;
  address: SortAddress;
  /** The button that ends it, where the actor may. */
  renderEnd: (connection: Connection) => ReactNode;
};

function toColumns({ actor, address, renderEnd }: ColumnParts, t: Translate): Column<Connection>[] {
  const person: Column<Connection> = {
    key: "person",
    header: t("columns.person"),
    sort: toSort(address, "person", "up"),
    cell: ({ person: { name, email } }) => (
      <>
        <bdi className="block">{name}</bdi>
        <span className="block wrap-anywhere text-muted sm:min-w-40">{email}</span>
      </>
    ),
  };
  return [
    {
      key: "app",
      header: t("columns.app"),
      sort: toSort(address, "app", "up"),
      isRowHeader: true,
      cell: ({ id, app }) => (
        <span className="grid justify-items-start gap-1">
          <TextLink href={`${address.path}/${id}`}>
            <bdi>{app.name}</bdi>
          </TextLink>
          <IdentityBadge identity={app.identity} />
          <span className="font-mono text-xs font-normal break-all text-muted">{app.redirectHost}</span>
        </span>
      ),
    },
    ...(can(actor.role, "connection:read-all") ? [person] : []),
    {
      key: "groups",
      header: t("columns.groups"),
      isNarrow: true,
      cell: ({ groups }) => <GroupList groups={groups} />,
    },
    {
      key: "created",
      header: t("columns.created"),
      sort: toSort(address, "created", "down"),
      isNarrow: true,
      cell: ({ createdAt }) => <RelativeTime at={createdAt} wraps />,
    },
    {
      key: "used",
      header: t("columns.used"),
      sort: toSort(address, "used", "down"),
      isNarrow: true,
      cell: ({ lastUsedAt }) => (lastUsedAt ? <RelativeTime at={lastUsedAt} wraps /> : t("notYet")),
    },
    {
      key: "expires",
      header: t("columns.expires"),
      isNarrow: true,
      cell: ({ expiresAt }) => <RelativeTime at={expiresAt} wraps />,
    },
    {
      key: "status",
      header: t("columns.status"),
      isNarrow: true,
      cell: (connection) => (
        <span className="grid justify-items-start gap-2">
          <ConnectionStatus {...connection} />
          {renderEnd(connection)}
        </span>
      ),
    },
  ];
}
