"use client";

import { createContext, type ReactNode, useContext, useMemo, useState } from "react";
import { EndClock } from "../../../../_ui/end-clock.tsx";
import type { TimedEnd } from "../../../../_ui/timed-end.ts";

type Held = { end: TimedEnd; setEnd: (end: TimedEnd) => void };

const EndContext = createContext<Held | null>(null);

/** Holds until when the request waits, for all of the page that says so. */
export function RequestEndProvider({ end: first, children }: { end: TimedEnd; children: ReactNode }) {
  const [end, setEnd] = useState(first);
  const held = useMemo(() => ({ end, setEnd }), [end]);
  return <EndContext value={held}>{children}</EndContext>;
}

export function useRequestEnd(): Held {
  const held = useContext(EndContext);
  if (held === null) throw new Error("no RequestEndProvider is around");
  return held;
}

/** The time of day the request ends at. */
export function RequestClock() {
  return <EndClock end={useRequestEnd().end} />;
}
