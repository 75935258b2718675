import { ArrowDown, ArrowUp, ArrowUpDown } from "lucide-react";
import Link from "next/link";
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
  /** As wide as what is in it: a switch, a number, a badge. */
  isNarrow?: boolean;
  /** Where pressing the header leads: the same list in the other order. `direction` is what it is in now. */
  sort?: {
    href: string;
    direction?: "ascending" | "descending" | undefined;
    /** The address asks for it; else it is the order of a list nobody has put in another. */
    isChosen?: boolean;
  };
};

/** A box in front of each row, in the form around the table; see BulkBar. */
export type Selection<Row> = {
  name: string;
  header: string;
  /** The box's name: "Select Claude of Grace". */
  label: (row: Row) => string;
  isLocked?: (row: Row) => boolean;
  /** What the box sends; the row's key unless told. */
  value?: (row: Row) => string;
};

export type DataTableProps<Row> = {
  caption: string;
  isCaptionHidden?: boolean | undefined;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  select?: Selection<Row> | undefined;
  /** Shown instead of the table when there are no rows. */
  empty?: ReactNode;
};

/**
 * A table that scrolls inside its own labelled, focusable region, so that the page never does; its head stays in sight.
 * On a phone every row is a card with the same data. The roles are written out because a browser drops them with the look.
 */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { caption, isCaptionHidden, columns, rows, rowKey, select, empty } = props;
  const captionId = useId();
  if (rows.length === 0 && empty) return empty;
  const rowHeader = columns.find((column) => column.isRowHeader) ?? columns[0];
  return (
    <div
      role="region"
      aria-labelledby={captionId}
      tabIndex={0}
      className="relative max-w-full scroll-pt-10 rounded-lg sm:max-h-[calc(100dvh-8rem)] sm:overflow-auto sm:border sm:bg-surface"
    >
      <table role="table" className="data-table">
        <caption
          id={captionId}
          className={
            isCaptionHidden
              ? "sr-only"
              : "border-b px-4 py-3 text-start text-sm font-semibold max-sm:block max-sm:border-b-0 max-sm:px-0"
          }
        >
          {caption}
        </caption>
        <thead role="rowgroup" className={columns.some(({ sort }) => sort) ? "sorts" : "max-sm:sr-only"}>
          <tr role="row">
            {select && (
              <th role="columnheader" scope="col">
                <span className="sr-only">{select.header}</span>
              </th>
            )}
            {columns.map((column) => (
              <HeaderCell key={column.key} column={column} />
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {rows.map((row) => (
            <tr key={rowKey(row)} role="row">
              {select && (
                <td role="cell" className="box">
                  <label className="row-box">
                    <input
                      type="checkbox"
                      name={select.name}
                      value={select.value?.(row) ?? rowKey(row)}
                      disabled={select.isLocked?.(row)}
                      aria-label={select.label(row)}
                    />
                  </label>
                </td>
              )}
              {columns.map((column) => (
                <Cell key={column.key} column={column} row={row} isRowHeader={column === rowHeader} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const ARROWS = { ascending: ArrowUp, descending: ArrowDown, none: ArrowUpDown };

function HeaderCell<Row>({ column }: { column: Column<Row> }) {
  const { header, isHeaderHidden, sort } = column;
  const Arrow = ARROWS[sort?.direction ?? "none"];
  return (
    <th role="columnheader" scope="col" aria-sort={sort?.direction} className={toClass(column)}>
      {sort ? (
        <Link
          href={sort.href}
          prefetch={false}
          className="inline-flex min-h-7 items-center gap-1 hover:text-ink hover:underline pointer-coarse:max-sm:min-h-11"
        >
          {header}
          <Arrow aria-hidden="true" className="size-3.5" />
        </Link>
      ) : isHeaderHidden ? (
        <span className="sr-only">{header}</span>
      ) : (
        header
      )}
    </th>
  );
}

type CellProps<Row> = { column: Column<Row>; row: Row; isRowHeader: boolean };

function Cell<Row>({ column, row, isRowHeader }: CellProps<Row>) {
  const { header, isHeaderHidden, cell } = column;
  const className = toClass(column);
  return isRowHeader ? (
    <th role="rowheader" scope="row" className={className}>
      {cell(row)}
    </th>
  ) : (
    <td role="cell" className={className} data-label={isHeaderHidden ? undefined : header}>
      {cell(row)}
    </td>
  );
}

function toClass<Row>({ isNarrow, align }: Column<Row>): string | undefined {
  return joinClasses(isNarrow && "narrow", align === "end" && "end") || undefined;
}
