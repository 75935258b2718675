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
  sort?: { href: string; direction?: "ascending" | "descending" | undefined };
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

type DataTableProps<Row> = {
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
      <table role="table" className="w-full border-collapse text-table tabular-nums max-sm:block">
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
        <thead role="rowgroup" className="text-muted max-sm:sr-only">
          <tr role="row">
            {select && (
              <th role="columnheader" scope="col" className={`${HEAD} px-4`}>
                <span className="sr-only">{select.header}</span>
              </th>
            )}
            {columns.map((column) => (
              <HeaderCell key={column.key} column={column} />
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup" className="divide-line max-sm:grid max-sm:gap-3 sm:divide-y">
          {rows.map((row) => (
            <tr
              key={rowKey(row)}
              role="row"
              className="hover:bg-sunken max-sm:grid max-sm:gap-2 max-sm:rounded-lg max-sm:border max-sm:bg-surface max-sm:p-4"
            >
              {select && (
                <td role="cell" className="w-px ps-4 max-sm:p-0">
                  <RowBox select={select} row={row} value={select.value?.(row) ?? rowKey(row)} />
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

const HEAD = "sticky top-0 z-10 h-9 bg-sunken font-medium whitespace-nowrap";

const ARROWS = { ascending: ArrowUp, descending: ArrowDown, none: ArrowUpDown };

function HeaderCell<Row>({ column }: { column: Column<Row> }) {
  const { header, isHeaderHidden, isNarrow, sort, align } = column;
  const Arrow = ARROWS[sort?.direction ?? "none"];
  return (
    <th
      role="columnheader"
      scope="col"
      aria-sort={sort?.direction}
      className={joinClasses(HEAD, isNarrow ? "px-2" : "px-4", align === "end" ? "text-end" : "text-start")}
    >
      {sort ? (
        <Link
          href={sort.href}
          prefetch={false}
          className="inline-flex min-h-7 items-center gap-1 hover:text-ink hover:underline"
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
  const { header, isHeaderHidden, isNarrow, align, cell } = column;
  const look = joinClasses(
    isNarrow ? "px-2" : "px-4",
    "sm:h-11 sm:py-2 max-sm:p-0 max-sm:text-start",
    align === "end" ? "text-end" : "text-start",
  );
  if (isRowHeader) {
    return (
      <th
        role="rowheader"
        scope="row"
        className={joinClasses(look, "font-medium max-sm:wrap-anywhere sm:min-w-40")}
      >
        {cell(row)}
      </th>
    );
  }
  return (
    <td
      role="cell"
      className={joinClasses(
        look,
        "max-sm:grid max-sm:grid-cols-[7rem_minmax(0,1fr)] max-sm:gap-3",
        !isNarrow && "sm:min-w-28",
      )}
    >
      {!isHeaderHidden && (
        <span aria-hidden="true" className="text-muted sm:hidden">
          {header}
        </span>
      )}
      <div className={joinClasses("min-w-0 max-sm:wrap-anywhere", isHeaderHidden && "max-sm:col-span-2")}>
        {cell(row)}
      </div>
    </td>
  );
}

function RowBox<Row>({ select, row, value }: { select: Selection<Row>; row: Row; value: string }) {
  return (
    <label className="grid size-7 place-items-center pointer-coarse:size-11">
      <input
        type="checkbox"
        name={select.name}
        value={value}
        disabled={select.isLocked?.(row)}
        className="size-4 accent-accent"
      />
      <span className="sr-only">{select.label(row)}</span>
    </label>
  );
}
