import { getTranslations } from "next-intl/server";
import type { UpstreamDetail } from "#lib/upstreams/get-upstream.ts";
import { Button } from "../../../../../../_ui/button.tsx";
import { Card } from "../../../../../../_ui/card.tsx";
import { type Column, DataTable } from "../../../../../../_ui/data-table.tsx";
import { StatusDot } from "../../../../../../_ui/status-dot.tsx";
import { ActionForm } from "../../../../../_components/action-form.tsx";
import { switchFeature } from "../../actions.ts";

type FeatureListProps = { slug: string; upstream: UpstreamDetail; mayChange: boolean };
type Feature = UpstreamDetail["declared"][number];
type Row = { feature: Feature; isOn: boolean };
type Translate = Awaited<ReturnType<typeof getTranslations<"instances">>>;

/** What the instance offers beside tools; nothing where it offers nothing. */
export async function FeatureList({ slug, upstream, mayChange }: FeatureListProps) {
  const t = await getTranslations("instances");
  const { id, declared, features, status } = upstream;
  if (declared.length === 0) return null;
  const rows = declared.map((feature) => ({ feature, isOn: features.includes(feature) }));
  const isDraft = status === "draft";
  return (
    <Card title={t("features.title")}>
      <p className="max-w-[72ch] text-muted">{t(isDraft ? "features.draft" : "features.text")}</p>
      <ActionForm action={switchFeature} hidden={{ slug, id }}>
        <DataTable
          caption={t("features.caption")}
          isCaptionHidden
          columns={[...makeColumns(t), ...(mayChange && !isDraft ? [makeSwitch(t)] : [])]}
          rows={rows}
          rowKey={({ feature }) => feature}
        />
      </ActionForm>
    </Card>
  );
}

function makeColumns(t: Translate): Column<Row>[] {
  return [
    {
      key: "feature",
      header: t("features.offer"),
      cell: ({ feature }) => (
        <>
          <span className="block">{t(`features.titles.${feature}`)}</span>
          <span className="block text-xs font-normal text-muted">{t(`features.explained.${feature}`)}</span>
        </>
      ),
    },
    {
      key: "state",
      header: t("toolLists.state"),
      cell: ({ isOn }) => (
        <StatusDot tone={isOn ? "ok" : "neutral"}>{t(isOn ? "switches.on" : "switches.off")}</StatusDot>
      ),
    },
  ];
}

function makeSwitch(t: Translate): Column<Row> {
  return {
    key: "switch",
    header: t("switches.header"),
    isHeaderHidden: true,
    align: "end",
    cell: ({ feature, isOn }) => (
      <Button
        type="submit"
        size="dense"
        name="press"
        value={`${isOn ? "off" : "on"} ${feature}`}
        aria-label={t(isOn ? "features.offLabels" : "features.onLabels", { feature })}
      >
        {t(isOn ? "switches.switchOff" : "switches.switchOn")}
      </Button>
    ),
  };
}
