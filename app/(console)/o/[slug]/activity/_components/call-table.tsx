import { useTranslations } from "next-intl";
import type { BrowsedCall } from "#lib/activity/list-tool-calls.ts";
import { toCallResult } from "#lib/activity/schema.ts";
import { type Column, DataTable } from "../../../../../_ui/data-table.tsx";
import { RelativeTime } from "../../../../../_ui/relative-time.tsx";
import { TextLink } from "../../../../../_ui/text-link.tsx";
import { toCursor } from "../../../../place-cursor.ts";
import { AppName, PersonName, Size } from "./call-parts.tsx";
import { ResultDot } from "./result-dot.tsx";

type CallTableProps = { base: string; calls: readonly BrowsedCall[]; seesAll: boolean };

/** Calls, the newest first; the tool's name opens one. */
export function CallTable({ base, calls, seesAll }: CallTableProps) {
  const t = useTranslations("activity");
  const person: Column<BrowsedCall> = {
    key: "person",
    header: t("columns.person"),
    cell: (call) => <PersonName call={call} />,
  };
  const columns: Column<BrowsedCall>[] = [
    { key: "time", header: t("columns.time"), cell: ({ at }) => <RelativeTime at={at} /> },
    ...(seesAll ? [person] : []),
    { key: "app", header: t("columns.app"), cell: (call) => <AppName call={call} /> },
    {
      key: "tool",
      header: t("columns.tool"),
      isRowHeader: true,
      cell: (call) => (
        <TextLink href={`${base}/${toCursor(call)}`}>
          <bdi className="font-mono break-all">{call.name}</bdi>
        </TextLink>
      ),
    },
    {
      key: "instance",
      header: t("columns.instance"),
      cell: ({ upstreamName }) => (upstreamName === null ? t("unknown.instance") : <bdi>{upstreamName}</bdi>),
    },
    {
      key: "result",
      header: t("columns.result"),
      cell: (call) => <ResultDot result={toCallResult(call)} />,
    },
    {
      key: "took",
      header: t("columns.took"),
      align: "end",
      cell: ({ ms }) => (ms === null ? "" : t("ms", { ms })),
    },
    {
      key: "size",
      header: t("columns.size"),
      align: "end",
      cell: ({ bytesIn, bytesOut }) => <Size bytes={bytesIn + (bytesOut ?? 0)} />,
    },
  ];
  return (
    <DataTable caption={t("title")} isCaptionHidden columns={columns} rows={calls} rowKey={({ id }) => id} />
  );
}
