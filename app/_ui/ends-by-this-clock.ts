"use client";

import type { TimedEnd } from "./timed-end.ts";

/** By this browser's clock, of each end it was told. */
const ends = new Map<string, number>();

const toEnd = ({ secondsLeft }: TimedEnd) => Date.now() + secondsLeft * 1000;

/** Remembers what the server said this very moment. */
export function learnEnd(end: TimedEnd): void {
  ends.set(end.at, toEnd(end));
}

/** When that is by this browser's clock. A page can come back from the router's memory, long after it was told. */
export function findEnd(end: TimedEnd): number {
  const known = ends.get(end.at) ?? toEnd(end);
  ends.set(end.at, known);
  return known;
}
