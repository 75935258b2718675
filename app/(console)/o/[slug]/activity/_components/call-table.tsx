import { useTranslations } from "next-intl";
import Link from "next/link";
import type { BrowsedCall } from "#lib/activity/list-tool-calls.ts";
import { toCallResult } from "#lib/activity/schema.ts";
import type { Column } from "../../../../../_ui/data-table.tsx";
import { ListTable } from "../../../../../_ui/list-table.tsx";
import { RelativeTime } from "../../../../../_ui/relative-time.tsx";
import { toCursor } from "../../../../place-cursor.ts";
import { AppName, PersonName, Size } from "./call-parts.tsx";
import { ResultDot } from "./result-dot.tsx";

type CallTableProps = {
  calls: readonly BrowsedCall[];
  seesAll: boolean;
  /** The list with that call open beside it. */
  toOpen: (cursor: string) => string;
  /** One is, and says what the narrower list leaves out. */
  isBeside: boolean;
};

/** The columns that an open call leaves no room for. */
const BESIDE = new Set(["app", "instance", "took", "size"]);

/** Calls, the newest first; the tool's name opens one. */
export function CallTable({ calls, seesAll, toOpen, isBeside }: CallTableProps) {
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
        <Link
          href={toOpen(toCursor(call))}
          prefetch={false}
          scroll={false}
          data-opens={toCursor(call)}
          className="text-accent-text underline-offset-2 hover:underline"
        >
          <bdi className="font-mono break-all">{call.name}</bdi>
        </Link>
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
    <ListTable
      table="activity"
      caption={t("title")}
      isCaptionHidden
      columns={isBeside ? columns.filter(({ key }) => !BESIDE.has(key)) : columns}
      rows={calls}
      rowKey={({ id }) => id}
    />
  );
}
