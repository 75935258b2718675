import { getTranslations } from "next-intl/server";
import type { QuarantinedRow } from "#lib/upstreams/get-upstream.ts";
import { Card } from "../../_ui/card.tsx";
import { type Column, DataTable } from "../../_ui/data-table.tsx";
import { RelativeTime } from "../../_ui/relative-time.tsx";
import { TextLink } from "../../_ui/text-link.tsx";

/** A tool that is left out, and its instance where several are told of. */
type LeftOutTool = QuarantinedRow & { upstreamId?: string; upstreamName?: string };
type LeftOutToolsProps = { slug: string; tools: readonly LeftOutTool[]; isMore: boolean };
type Translate = Awaited<ReturnType<typeof getTranslations<"instances.leftOut">>>;

/** Tools an instance lists that are left out, each with the reason and what its maker can do; nothing where none is. */
export async function LeftOutTools({ slug, tools, isMore }: LeftOutToolsProps) {
  const t = await getTranslations("instances.leftOut");
  if (tools.length === 0) return null;
  const isOfSeveral = tools.some(({ upstreamId }) => upstreamId !== undefined);
  return (
    <Card title={t(isMore ? "titleMore" : "title", { count: tools.length })}>
      <p className="max-w-[72ch] text-muted">{t("text")}</p>
      <DataTable
        caption={t("caption")}
        isCaptionHidden
        columns={makeColumns(t, isOfSeveral ? slug : null)}
        rows={tools}
        rowKey={({ upstreamId = "", reason, name }) => `${upstreamId} ${reason} ${name}`}
      />
      {isMore && <p className="text-muted">{t("more", { count: tools.length })}</p>}
    </Card>
  );
}

function makeColumns(t: Translate, slug: string | null): Column<LeftOutTool>[] {
  return [
    {
      key: "name",
      header: t("tool"),
      cell: ({ name }) =>
        name === "" ? (
          <span className="font-normal text-muted">{t("nameless")}</span>
        ) : (
          <bdi className="block font-mono text-xs break-all">{name}</bdi>
        ),
    },
    ...(slug === null ? [] : [makeInstance(t, slug)]),
    { key: "why", header: t("why"), cell: ({ reason }) => t(`reasons.${reason}`) },
    { key: "fix", header: t("fix"), cell: ({ reason }) => t(`fixes.${reason}`) },
    { key: "since", header: t("since"), cell: ({ seenAt }) => <RelativeTime at={seenAt} /> },
  ];
}

function makeInstance(t: Translate, slug: string): Column<LeftOutTool> {
  return {
    key: "instance",
    header: t("instance"),
    cell: ({ upstreamId = "", upstreamName = "" }) => (
      <TextLink href={`/o/${slug}/instances/${upstreamId}?tab=tools`}>
        <bdi>{upstreamName}</bdi>
      </TextLink>
    ),
  };
}
