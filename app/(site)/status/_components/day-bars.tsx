import type { Component, Day } from "#lib/status/schema.ts";
import { DataTable } from "../../../_ui/data-table.tsx";
import { TextLink } from "../../../_ui/text-link.tsx";
import { type Level, toDayWords, toLevel, toShare } from "../words.ts";

/** Told apart by height as well as by colour. */
const BARS: Record<Level, string> = {
  good: "h-full bg-ok",
  some: "h-3/4 bg-warn",
  much: "h-1/2 bg-danger",
  none: "h-1 bg-control",
};

type DayBarsProps = { component: Component; name: string; days: readonly Day[]; isOpen: boolean };

/** 90 days as bars, oldest first; on demand as a table of those the server has been there for. */
export function DayBars({ component, name, days, isOpen }: DayBarsProps) {
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-2">
      <div aria-hidden="true" className="flex h-8 items-end gap-px sm:gap-0.5">
        {days.map((day) => (
          <span
            key={day.day}
            className={`min-w-0 flex-1 rounded-[1px] forced-colors:bg-[CanvasText] ${BARS[toLevel(day)]}`}
          />
        ))}
      </div>
      <p className="flex justify-between gap-4 text-xs text-muted">
        <span aria-hidden="true">90 days ago</span>
        <TextLink href={isOpen ? `/status#${component}` : `/status?days=${component}#${component}`}>
          {isOpen ? "Without the days" : "By day"}
          <span className="sr-only">: {name}</span>
        </TextLink>
        <span aria-hidden="true">Today</span>
      </p>
      {isOpen && <DayTable name={name} days={days} />}
    </div>
  );
}

function DayTable({ name, days }: Pick<DayBarsProps, "name" | "days">) {
  return (
    <DataTable
      caption={`${name}, each day of UTC, the newest first`}
      isCaptionHidden
      rows={days.filter(({ minutes }) => minutes > 0).toReversed()}
      rowKey={({ day }) => day}
      empty={<p>Nobody has looked yet.</p>}
      columns={[
        {
          key: "day",
          header: "Day",
          isRowHeader: true,
          cell: ({ day }) => <time dateTime={day}>{toDayWords(day)}</time>,
        },
        {
          key: "works",
          header: "Worked",
          cell: ({ checks, failures }) => toShare(checks, failures) ?? "Not seen",
        },
        { key: "failed", header: "Failed minutes", align: "end", cell: ({ failures }) => failures },
        {
          key: "unseen",
          header: "Unseen minutes",
          align: "end",
          cell: ({ minutes, checks }) => minutes - checks,
        },
      ]}
    />
  );
}
