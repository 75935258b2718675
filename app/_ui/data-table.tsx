import { type ReactNode, useId } from "react";
import { joinClasses } from "./join-classes.ts";

export type Column<Row> = {
  key: string;
  header: string;
  cell: (row: Row) => ReactNode;
  /** The column that names the row; the first one unless told. */
  isRowHeader?: boolean;
  align?: "start" | "end";
  /** The header is only for screen readers: a column of buttons. */
  isHeaderHidden?: boolean;
};

type DataTableProps<Row> = {
  caption: string;
  isCaptionHidden?: boolean | undefined;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  /** Shown instead of the table when there are no rows. */
  empty?: ReactNode;
};

/** A table that scrolls inside its own labelled, focusable region, so that the page never does. */
export function DataTable<Row>({
  caption,
  isCaptionHidden,
  columns,
  rows,
  rowKey,
  empty,
}: DataTableProps<Row>) {
  const captionId = useId();
  if (rows.length === 0 && empty) return empty;
  const rowHeader = columns.find((column) => column.isRowHeader) ?? columns[0];
  return (
    <div
      role="region"
      aria-labelledby={captionId}
      tabIndex={0}
      className="relative max-w-full overflow-x-auto rounded-lg border bg-surface"
    >
      <table className="w-full border-collapse text-table tabular-nums">
        <caption
          id={captionId}
          className={isCaptionHidden ? "sr-only" : "border-b px-4 py-3 text-start text-sm font-semibold"}
        >
          {caption}
        </caption>
        <thead className="bg-sunken text-muted">
          <tr>
            {columns.map((column) => (
              <th
                key={column.key}
                scope="col"
                className={cellClass(column, "h-9 font-medium whitespace-nowrap")}
              >
                {column.isHeaderHidden ? <span className="sr-only">{column.header}</span> : column.header}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {rows.map((row) => (
            <tr key={rowKey(row)} className="hover:bg-sunken">
              {columns.map((column) =>
                column === rowHeader ? (
                  <th
                    key={column.key}
                    scope="row"
                    className={cellClass(column, "h-11 min-w-40 py-2 font-medium")}
                  >
                    {column.cell(row)}
                  </th>
                ) : (
                  <td key={column.key} className={cellClass(column, "h-11 min-w-28 py-2")}>
                    {column.cell(row)}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function cellClass<Row>(column: Column<Row>, base: string): string {
  return joinClasses("px-4", column.align === "end" ? "text-end" : "text-start", base);
}
