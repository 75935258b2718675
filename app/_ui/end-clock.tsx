import type { TimedEnd } from "./timed-end.ts";

/** The time of day of an end. */
export function EndClock({ end: { at, clock } }: { end: TimedEnd }) {
  return (
    <time dateTime={at} className="whitespace-nowrap">
      {clock}
    </time>
  );
}
