import { getTranslations } from "next-intl/server";
import type { Connection } from "#lib/grants/list-connections.ts";
import { Card } from "../../../../../../_ui/card.tsx";
import { DataTable } from "../../../../../../_ui/data-table.tsx";
import { RelativeTime } from "../../../../../../_ui/relative-time.tsx";
import { TextLink } from "../../../../../../_ui/text-link.tsx";
import { ConnectionStatus } from "../../../../../_components/connection-parts.tsx";
import { IdentityBadge } from "../../../../../_components/identity-badge.tsx";

type Props = { slug: string; personId: string; connections: readonly Connection[] };

/** The apps of a member that work at the moment. */
export async function MemberConnections({ slug, personId, connections }: Props) {
  const t = await getTranslations("members");
  return (
    <Card title={t("person.connections.title")}>
      <DataTable
        caption={t("person.connections.title")}
        isCaptionHidden
        columns={[
          {
            key: "app",
            header: t("person.connections.app"),
            cell: ({ id, app }) => (
              <span className="flex flex-wrap items-center gap-2">
                <TextLink href={`/o/${slug}/connections/${id}`}>
                  <bdi>{app.name}</bdi>
                </TextLink>
                <IdentityBadge identity={app.identity} />
              </span>
            ),
          },
          {
            key: "used",
            header: t("person.connections.used"),
            cell: ({ lastUsedAt }) => (lastUsedAt ? <RelativeTime at={lastUsedAt} /> : t("never")),
          },
          {
            key: "status",
            header: t("person.connections.status"),
            cell: ({ status }) => <ConnectionStatus status={status} />,
          },
        ]}
        rows={connections}
        rowKey={({ id }) => id}
        empty={<p className="text-muted">{t("person.connections.empty")}</p>}
      />
      {connections.length > 0 && (
        <p>
          <TextLink href={`/o/${slug}/connections?person=${personId}`}>
            {t("person.connections.all")}
          </TextLink>
        </p>
      )}
    </Card>
  );
}
