"use client";

import { type RefObject, useEffect, useState } from "react";
import { findEnd } from "./ends-by-this-clock.ts";
import { focusInPlace, hasFocus } from "./focus-in-place.ts";
import type { TimedEnd } from "./timed-end.ts";

export type Phase = "waiting" | "near" | "over";

/** How long before the end somebody is told. */
const NEAR_MS = 2 * 60_000;

/**
 * How near an end is, by this browser's clock from when it was told. It looks each second: timers stand still while a
 * computer sleeps. Nothing is known of another end until it looked. What has the focus inside `kept` when that changes
 * gives it to `kept`.
 */
export function useTimeLeft(end: TimedEnd, kept: RefObject<HTMLElement | null>): Phase {
  const [seen, setSeen] = useState<{ at: string; phase: Phase }>({ at: end.at, phase: "waiting" });
  useEffect(() => {
    const endsAt = findEnd(end);
    let before: Phase | null = null;
    const look = () => {
      const left = endsAt - Date.now();
      const now = left <= 0 ? "over" : left <= NEAR_MS ? "near" : "waiting";
      if (now === before) return;
      if (before !== null && hasFocus(kept.current)) focusInPlace(kept.current);
      before = now;
      setSeen({ at: end.at, phase: now });
    };
    look();
    const timer = setInterval(look, 1000);
    return () => clearInterval(timer);
  }, [end, kept]);
  return seen.at === end.at ? seen.phase : "waiting";
}
