"use client";

import { useRouter } from "next/navigation";
import { type PointerEvent, useState } from "react";
import { type Bar, SERIES } from "./histogram-series.ts";
import { toHref } from "./query.ts";

type HistogramBarsProps = {
  bars: readonly Bar[];
  path: string;
  keep?: Readonly<Record<string, string | undefined>> | undefined;
};

const FILLS = { done: "fill-accent", denied: "fill-warn", failed: "fill-danger", timedOut: "fill-ext" };
const HEIGHT = 100;
const STEP = 10;
const GAP = 1;
/** Few bars keep a bar's width and stand at the start. */
const PLACES_MIN = 40;

/** The picture; a range of bars can be drawn over with the pointer. For the eye only, the table holds the numbers. */
export function HistogramBars({ bars, path, keep = {} }: HistogramBarsProps) {
  const router = useRouter();
  const [range, setRange] = useState<{ start: number; end: number }>();
  const highest = Math.max(1, ...bars.map((bar) => countAll(bar)));
  const places = Math.max(PLACES_MIN, bars.length);

  function toIndex({ currentTarget, clientX }: PointerEvent): number {
    const { left, width } = currentTarget.getBoundingClientRect();
    const index = Math.floor(((clientX - left) / width) * places);
    return Math.min(Math.max(index, 0), bars.length - 1);
  }

  function start(event: PointerEvent) {
    if (bars.length === 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    const index = toIndex(event);
    setRange({ start: index, end: index });
  }

  function finish() {
    if (!range) return;
    setRange(undefined);
    const [first, last] = [bars[Math.min(range.start, range.end)], bars[Math.max(range.start, range.end)]];
    if (first && last) router.push(toHref(path, { ...keep, from: first.from, to: last.to }));
  }

  return (
    <svg
      aria-hidden="true"
      viewBox={`0 0 ${places * STEP} ${HEIGHT}`}
      preserveAspectRatio="none"
      className="h-28 w-full touch-pan-y border-b select-none"
      onPointerDown={start}
      onPointerMove={(event) => range && setRange({ ...range, end: toIndex(event) })}
      onPointerUp={finish}
      onPointerCancel={() => setRange(undefined)}
    >
      {range && (
        <rect
          x={Math.min(range.start, range.end) * STEP}
          y={0}
          width={(Math.abs(range.end - range.start) + 1) * STEP}
          height={HEIGHT}
          className="fill-accent-soft"
        />
      )}
      {bars.map((bar, index) => (
        <Stack key={bar.from} bar={bar} x={index * STEP} unit={HEIGHT / highest} />
      ))}
    </svg>
  );
}

function Stack({ bar: { label, counts }, x, unit }: { bar: Bar; x: number; unit: number }) {
  return (
    <g className="forced-color-adjust-none">
      <title>{label}</title>
      {SERIES.map((series, index) => {
        const below = SERIES.slice(0, index + 1).reduce((sum, one) => sum + counts[one], 0);
        return (
          <rect
            key={series}
            x={x + GAP}
            y={HEIGHT - below * unit}
            width={STEP - GAP * 2}
            height={counts[series] * unit}
            className={FILLS[series]}
          />
        );
      })}
    </g>
  );
}

function countAll({ counts }: Bar): number {
  return SERIES.reduce((sum, series) => sum + counts[series], 0);
}
