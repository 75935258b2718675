import { useTranslations } from "next-intl";
import Link from "next/link";
import type { ReactNode } from "react";
import type { ConnectedPerson } from "#lib/grants/list-connected-people.ts";
import { type Column, DataTable } from "../../../../../_ui/data-table.tsx";
import { PersonChip } from "../../../../../_ui/person-chip.tsx";
import { RelativeTime } from "../../../../../_ui/relative-time.tsx";

type PersonTableProps = {
  people: readonly ConnectedPerson[];
  /** The list of that person's connections. */
  toList: (personId: string) => string;
  empty: ReactNode;
};

/** Connections counted by person. */
export function PersonTable({ people, toList, empty }: PersonTableProps) {
  const t = useTranslations("connections");
  const columns: Column<ConnectedPerson>[] = [
    {
      key: "person",
      header: t("columns.person"),
      cell: ({ personId, name, email }) => (
        <Link
          href={toList(personId)}
          prefetch={false}
          className="inline-block max-w-full text-accent-text hover:underline"
        >
          <PersonChip name={name} email={email} />
        </Link>
      ),
    },
    { key: "apps", header: t("columns.apps"), align: "end", cell: ({ apps }) => apps },
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
      caption={t("views.people")}
      isCaptionHidden
      empty={empty}
      columns={columns}
      rows={people}
      rowKey={({ personId }) => personId}
    />
  );
}
