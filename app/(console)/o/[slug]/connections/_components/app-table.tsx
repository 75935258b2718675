import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import type { ConnectedApp } from "#lib/grants/list-connected-apps.ts";
import type { MemberActor } from "#lib/kernel/actor.ts";
import { can } from "#lib/kernel/permissions.ts";
import { type Column, DataTable } from "../../../../../_ui/data-table.tsx";
import { RelativeTime } from "../../../../../_ui/relative-time.tsx";
import { TextLink } from "../../../../../_ui/text-link.tsx";
import { IdentityBadge } from "../../../../_components/identity-badge.tsx";

type AppTableProps = {
  actor: MemberActor;
  apps: readonly ConnectedApp[];
  /** The list of that app's connections. */
  toList: (clientId: string) => string;
  empty: ReactNode;
};

/** Connections counted by app. */
export function AppTable({ actor, apps, toList, empty }: AppTableProps) {
  const t = useTranslations("connections");
  const people: Column<ConnectedApp> = {
    key: "people",
    header: t("columns.people"),
    align: "end",
    cell: ({ people: count }) => count,
  };
  const columns: Column<ConnectedApp>[] = [
    {
      key: "app",
      header: t("columns.app"),
      cell: ({ clientId, name, identity, redirectHost }) => (
        <span className="grid justify-items-start gap-1">
          <TextLink href={toList(clientId)}>
            <bdi>{name}</bdi>
          </TextLink>
          <IdentityBadge identity={identity} />
          <span className="font-mono text-xs font-normal break-all text-muted">{redirectHost}</span>
        </span>
      ),
    },
    ...(can(actor.role, "connection:read-all") ? [people] : []),
    { key: "live", header: t("columns.live"), align: "end", cell: ({ live }) => live },
    { key: "total", header: t("columns.total"), align: "end", cell: ({ total }) => total },
    {
      key: "used",
      header: t("columns.used"),
      cell: ({ lastUsedAt }) => (lastUsedAt ? <RelativeTime at={lastUsedAt} /> : t("notYet")),
    },
  ];
  return (
    <DataTable
      caption={t("views.apps")}
      isCaptionHidden
      empty={empty}
      columns={columns}
      rows={apps}
      rowKey={({ clientId }) => clientId}
    />
  );
}
