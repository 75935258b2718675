import { getTranslations } from "next-intl/server";
import { type CallNetwork, listCallNetworks } from "#lib/activity/list-call-networks.ts";
import type { MemberActor } from "#lib/kernel/actor.ts";
import { tryLoad } from "../../../../../../_http/try-load.ts";
import { Card } from "../../../../../../_ui/card.tsx";
import { type Column, DataTable } from "../../../../../../_ui/data-table.tsx";
import { FailedCard } from "../../../../../../_ui/failed-card.tsx";
import { RelativeTime } from "../../../../../../_ui/relative-time.tsx";

type NetworksCardProps = { actor: MemberActor; id: string; path: string };

/** The networks its calls came from; more of an address is not kept. */
export async function NetworksCard({ actor, id, path }: NetworksCardProps) {
  const t = await getTranslations("connections.networks");
  const networks = await tryLoad(() => listCallNetworks(actor, { grantId: id }));
  if (networks === null) return <FailedCard text={t("failed")} retryHref={path} />;
  const columns: Column<CallNetwork>[] = [
    {
      key: "network",
      header: t("network"),
      cell: ({ network }) => <span className="font-mono break-all">{network}</span>,
    },
    { key: "calls", header: t("calls"), align: "end", cell: ({ calls }) => calls },
    { key: "last", header: t("last"), cell: ({ lastAt }) => <RelativeTime at={lastAt} /> },
  ];
  return networks.length === 0 ? (
    <Card title={t("title")}>
      <p className="text-muted">{t("empty")}</p>
    </Card>
  ) : (
    <DataTable caption={t("title")} columns={columns} rows={networks} rowKey={({ network }) => network} />
  );
}
