import { getTranslations } from "next-intl/server";
import { type BrowsedCall, listToolCalls } from "#lib/activity/list-tool-calls.ts";
import { toCallResult } from "#lib/activity/schema.ts";
import type { MemberActor } from "#lib/kernel/actor.ts";
import { tryLoad } from "../../../../../../_http/try-load.ts";
import { Card } from "../../../../../../_ui/card.tsx";
import { type Column, DataTable } from "../../../../../../_ui/data-table.tsx";
import { FailedCard } from "../../../../../../_ui/failed-card.tsx";
import { RelativeTime } from "../../../../../../_ui/relative-time.tsx";
import { TextLink } from "../../../../../../_ui/text-link.tsx";

type CallsCardProps = { actor: MemberActor; id: string; path: string };

const SHOWN = 10;

/** The newest calls it made. */
export async function CallsCard({ actor, id, path }: CallsCardProps) {
  const t = await getTranslations("connections.calls");
  const found = await tryLoad(() => listToolCalls(actor, { grantId: id }));
  if (found === null) return <FailedCard text={t("failed")} retryHref={path} />;
  const columns: Column<BrowsedCall>[] = [
    {
      key: "tool",
      header: t("tool"),
      isRowHeader: true,
      cell: ({ name }) => <bdi className="font-mono break-all">{name}</bdi>,
    },
    { key: "time", header: t("time"), cell: ({ at }) => <RelativeTime at={at} /> },
    { key: "instance", header: t("instance"), cell: ({ upstreamName }) => <bdi>{upstreamName ?? "–"}</bdi> },
    { key: "result", header: t("result"), cell: (call) => t(`results.${toCallResult(call)}`) },
    {
      key: "ms",
      header: t("duration"),
      align: "end",
      cell: ({ ms }) => (ms === null ? "–" : t("ms", { ms })),
    },
  ];
  return found.calls.length === 0 ? (
    <Card title={t("title")}>
      <p className="text-muted">{t("empty")}</p>
    </Card>
  ) : (
    <div className="grid gap-2">
      <DataTable
        caption={t("title")}
        columns={columns}
        rows={found.calls.slice(0, SHOWN)}
        rowKey={({ id: call }) => call}
      />
      <p>
        <TextLink href={`/o/${actor.tenantSlug}/activity?connection=${id}`}>{t("all")}</TextLink>
      </p>
    </div>
  );
}
