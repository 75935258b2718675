import { Check, Minus } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import type { PreviewedTool } from "#lib/access/preview-tools.ts";
import { GROUPS } from "#lib/catalog/groups.ts";
import { type Column, DataTable } from "../../../../../_ui/data-table.tsx";
import { Disclosure } from "../../../../../_ui/disclosure.tsx";
import { EffectBadge } from "../../../../../_ui/effect-badge.tsx";

/** Group by group what is listed, what is not and why, and what each costs. */
export function PreviewGroups({ tools }: { tools: readonly PreviewedTool[] }) {
  const t = useTranslations("tools");
  const byGroup = Map.groupBy(tools, ({ group }) => group);
  if (tools.length === 0) return <p className="text-muted">{t("preview.empty")}</p>;
  return (
    <ul className="divide-y divide-line rounded-lg border bg-surface">
      {GROUPS.flatMap(({ id, title, effect }) => {
        const rows = byGroup.get(id);
        if (rows === undefined) return [];
        const listed = rows.filter(({ layer }) => layer === null);
        const tokens = listed.reduce((sum, tool) => sum + tool.tokens, 0);
        return [
          <li key={id} className="relative grid gap-2 p-4">
            <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-muted tabular-nums sm:absolute sm:end-4 sm:top-4.5">
              <EffectBadge effect={effect} />
              {listed.length > 0 && t("preview.tokens", { count: tokens })}
            </p>
            <Disclosure
              summary={
                <span className="font-medium">
                  {t("preview.groupSummary", { group: title, listed: listed.length, total: rows.length })}
                </span>
              }
            >
              <GroupTable title={title} rows={rows} />
            </Disclosure>
          </li>,
        ];
      })}
    </ul>
  );
}

// One element of each for all rows: React sends it once and refers to it.
const LISTED = <Check aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-ok" />;
const NOT_LISTED = <Minus aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-muted" />;

function GroupTable({ title, rows }: { title: string; rows: readonly PreviewedTool[] }) {
  const t = useTranslations("tools");
  const format = useFormatter();
  const columns: Column<PreviewedTool>[] = [
    {
      key: "tool",
      header: t("preview.tool"),
      cell: (tool) => (
        <span className="grid">
          <bdi>{tool.title}</bdi>
          <span className="font-mono text-xs font-normal break-all text-muted">{tool.exposedName}</span>
        </span>
      ),
    },
    {
      key: "answer",
      header: t("preview.answer"),
      cell: ({ layer }) => (
        <span className="flex items-start gap-1.5">
          {layer === null ? LISTED : NOT_LISTED}
          {layer === null ? t("preview.yes") : t(`layers.${layer}`)}
        </span>
      ),
    },
    {
      key: "size",
      header: t("preview.size"),
      align: "end",
      isNarrow: true,
      cell: ({ tokens }) => format.number(tokens),
    },
  ];
  return (
    <DataTable
      caption={t("preview.caption", { group: title })}
      isCaptionHidden
      columns={columns}
      rows={rows}
      rowKey={({ exposedName }) => exposedName}
    />
  );
}
