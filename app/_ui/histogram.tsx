import { useTranslations } from "next-intl";
import { DataTable } from "./data-table.tsx";
import { Disclosure } from "./disclosure.tsx";
import { HistogramBars } from "./histogram-bars.tsx";
import { type Bar, SERIES } from "./histogram-series.ts";

type HistogramProps = {
  /** What is counted: "Calls by result". */
  caption: string;
  /** The outcome in one sentence with its number: "1,204 calls, 12 of them failed". */
  headline: string;
  bars: readonly Bar[];
  /** The page's own path; dragging over bars opens it with `from` and `to` of the first and last. */
  path: string;
  /** Parameters that stay: the page's other filters. */
  keep?: Readonly<Record<string, string | undefined>> | undefined;
};

const SWATCHES = { done: "bg-accent", denied: "bg-warn", failed: "bg-danger", timedOut: "bg-ext" };

/**
 * Counts over time, stacked by result. The headline and the table say the same without the picture; a FilterBar with
 * `from` and `to` is the way to a range without dragging.
 */
export function Histogram({ caption, headline, bars, path, keep }: HistogramProps) {
  const t = useTranslations("ui.histogram");
  return (
    <figure className="mb-4 grid gap-2 rounded-lg border bg-surface p-4">
      <figcaption className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1">
        <span className="font-semibold">{headline}</span>
        <ul className="flex flex-wrap gap-x-4 text-table text-muted">
          {SERIES.map((series) => (
            <li key={series} className="inline-flex items-center gap-1.5">
              <span
                aria-hidden="true"
                className={`size-2.5 rounded-xs forced-color-adjust-none ${SWATCHES[series]}`}
              />
              {t(series)}
            </li>
          ))}
        </ul>
      </figcaption>
      <HistogramBars bars={bars} path={path} keep={keep} />
      <div aria-hidden="true" className="flex justify-between text-xs text-muted tabular-nums">
        <span>{bars[0]?.label}</span>
        <span>{bars.at(-1)?.label}</span>
      </div>
      <Disclosure summary={t("asTable")}>
        <DataTable
          caption={caption}
          columns={[
            { key: "time", header: t("time"), cell: ({ label }) => label },
            ...SERIES.map((series) => ({
              key: series,
              header: t(series),
              align: "end" as const,
              cell: ({ counts }: Bar) => counts[series],
            })),
          ]}
          rows={bars}
          rowKey={({ from }) => from}
        />
      </Disclosure>
    </figure>
  );
}
