import type { UpstreamDetail } from "#lib/upstreams/get-upstream.ts";
import { Button } from "../../../../../../_ui/button.tsx";
import { Card } from "../../../../../../_ui/card.tsx";
import { type Column, DataTable } from "../../../../../../_ui/data-table.tsx";
import { StatusDot } from "../../../../../../_ui/status-dot.tsx";
import { switchFeature } from "../../actions.ts";

type FeatureListProps = { slug: string; upstream: UpstreamDetail; mayChange: boolean };
type Feature = UpstreamDetail["declared"][number];
type Row = { feature: Feature; isOn: boolean };

const TITLES = {
  prompts: "Prompts",
  resources: "Resources",
  completions: "Suggestions for arguments",
} satisfies Record<Feature, string>;

const EXPLAINED = {
  prompts: "Ready-made requests a person picks in the app.",
  resources: "Texts and files an app may read.",
  completions: "Values an app proposes while a person fills in a prompt or an address.",
} satisfies Record<Feature, string>;

/** What the instance offers beside tools; nothing where it offers nothing. */
export function FeatureList({ slug, upstream, mayChange }: FeatureListProps) {
  const { id, declared, features, status } = upstream;
  if (declared.length === 0) return null;
  const rows = declared.map((feature) => ({ feature, isOn: features.includes(feature) }));
  const isDraft = status === "draft";
  return (
    <Card title="Beside tools">
      <p className="max-w-[72ch] text-muted">
        {isDraft
          ? "Approving the first list of tools switches these on as well."
          : "For people whose connection includes “Other things to read”. What the instance began to offer after the first approval stays off until an owner or admin switches it on."}
      </p>
      <DataTable
        caption="What the instance offers beside tools"
        isCaptionHidden
        columns={[...COLUMNS, ...(mayChange && !isDraft ? [toSwitch(slug, id)] : [])]}
        rows={rows}
        rowKey={({ feature }) => feature}
      />
    </Card>
  );
}

const COLUMNS: Column<Row>[] = [
  {
    key: "feature",
    header: "Offer",
    cell: ({ feature }) => (
      <>
        <span className="block">{TITLES[feature]}</span>
        <span className="block text-xs font-normal text-muted">{EXPLAINED[feature]}</span>
      </>
    ),
  },
  {
    key: "state",
    header: "State",
    cell: ({ isOn }) => (
      <StatusDot tone={isOn ? "ok" : "neutral"}>{isOn ? "On" : "Off for everybody"}</StatusDot>
    ),
  },
];

function toSwitch(slug: string, id: string): Column<Row> {
  return {
    key: "switch",
    header: "Switch",
    isHeaderHidden: true,
    align: "end",
    cell: ({ feature, isOn }) => (
      <form action={switchFeature}>
        <input type="hidden" name="slug" value={slug} />
        <input type="hidden" name="id" value={id} />
        <input type="hidden" name="feature" value={feature} />
        <Button type="submit" size="dense" name="to" value={isOn ? "off" : "on"}>
          {isOn ? "Switch off" : "Switch on"}
          <span className="sr-only"> {TITLES[feature].toLowerCase()}</span>
        </Button>
      </form>
    ),
  };
}
