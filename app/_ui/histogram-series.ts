export const SERIES = ["done", "denied", "failed", "timedOut"] as const;
export type Bar = {
  /** What the page's `from` and `to` are called with for this stretch of time. */
  from: string;
  to: string;
  label: string;
  counts: Readonly<Record<(typeof SERIES)[number], number>>;
};
