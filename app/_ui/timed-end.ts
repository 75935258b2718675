/** When something ends unless more time is asked for, as the browser is told it. */
export type TimedEnd = {
  at: string;
  /** The time of day in the person's zone, which it names. */
  clock: string;
  /** From when it was told, so that the browser's clock need not be right. */
  secondsLeft: number;
  isExtendable: boolean;
};
